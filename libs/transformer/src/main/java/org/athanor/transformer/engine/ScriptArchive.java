package org.athanor.transformer.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive: a zip of stored entries, each aligned to 64 bytes, with the source text,
 * a pickle of the root object, and one entry a tensor.
 */
final class ScriptArchive {

    /** The set of operators that the sources are written against; older numbers mean older signatures. */
    private static final String OPERATOR_VERSION = "10\n";

    private static final int ALIGNMENT = 64;
    private static final int LOCAL_HEADER = 30;
    private static final int EXTRA_HEADER = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes);

    private ScriptArchive() {
        zip.setMethod(ZipOutputStream.STORED);
    }

    static byte[] write(ScriptObject root, List<ScriptSource> sources) {
        String code = sources.stream().map(ScriptSource::text).collect(Collectors.joining("\n"));
        Pickle pickle = new Pickle(root);
        ScriptArchive archive = new ScriptArchive();
        try {
            archive.entry("module/data.pkl", pickle.bytes());
            archive.entry("module/code/__torch__.py", utf8(code));
            archive.entry("module/constants.pkl", Pickle.emptyTuple());
            archive.entry("module/version", utf8(OPERATOR_VERSION));
            archive.entry("module/byteorder", utf8("little"));
            for (int i = 0; i < pickle.tensors().size(); i++) {
                archive.entry("module/data/" + i, littleEndian(pickle.tensors().get(i)));
            }
            archive.zip.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return archive.bytes.toByteArray();
    }

    private void entry(String name, byte[] data) throws IOException {
        zip.flush();
        CRC32 crc = new CRC32();
        crc.update(data);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(data.length);
        entry.setCompressedSize(data.length);
        entry.setCrc(crc.getValue());
        entry.setExtra(padding(LOCAL_HEADER + name.length() + EXTRA_HEADER));
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }

    /** An extra field, tagged as the tensor library tags its own, that fills up to the alignment. */
    private byte[] padding(int header) {
        int fill = (ALIGNMENT - (bytes.size() + header) % ALIGNMENT) % ALIGNMENT;
        byte[] extra = new byte[EXTRA_HEADER + fill];
        extra[0] = 'F';
        extra[1] = 'B';
        extra[2] = (byte) fill;
        return extra;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] littleEndian(float[] values) {
        ByteBuffer buffer =
                ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asFloatBuffer().put(values);
        return buffer.array();
    }
}
