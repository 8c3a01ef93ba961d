package org.athanor.transformer.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Files that this library's writer would not write. */
public final class SafetensorsFiles {

    private static final ObjectMapper JSON = new ObjectMapper();

    private SafetensorsFiles() {}

    /** Puts a tensor of zeros behind those of a file. */
    public static void addZeros(Path file, String name, TensorType type, long... shape)
            throws IOException {
        ByteBuffer old = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] json = new byte[(int) old.getLong()];
        old.get(json);
        ObjectNode header = (ObjectNode) JSON.readTree(json);
        int begin = old.remaining();
        int bytes = (int) Arrays.stream(shape).reduce(type.bytes(), Math::multiplyExact);
        ObjectNode tensor = header.putObject(name).put("dtype", type.name());
        Arrays.stream(shape).forEach(tensor.putArray("shape")::add);
        tensor.putArray("data_offsets").add(begin).add(begin + bytes);
        byte[] text = JSON.writeValueAsString(header).getBytes(StandardCharsets.UTF_8);
        Files.write(
                file,
                ByteBuffer.allocate(8 + text.length + begin + bytes)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(text.length)
                        .put(text)
                        .put(old)
                        .array());
    }

    /** Gives a tensor of a file another type, in name only: of the same number of bytes an element. */
    public static void relabel(Path file, TensorType from, TensorType to) throws IOException {
        String was = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        String is = was.replaceFirst("\"dtype\":\"" + from + "\"", "\"dtype\":\"" + to + "\"");
        Files.write(file, is.getBytes(StandardCharsets.ISO_8859_1));
    }
}
