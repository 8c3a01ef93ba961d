package org.athanor.transformer.tokenizer.training;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes pieces with their counts to a file, for {@link RunReader}. */
final class RunWriter implements AutoCloseable {

    private final OutputStream out;

    RunWriter(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file), RunReader.BUFFER_BYTES);
    }

    void write(byte[] text, int from, int to, long count) throws IOException {
        writeVariable(to - from);
        out.write(text, from, to - from);
        writeVariable(count);
    }

    /** Seven bits a byte, the lowest first; the highest bit says that more follow. */
    private void writeVariable(long value) throws IOException {
        long rest = value;
        while (rest > 0x7F) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
