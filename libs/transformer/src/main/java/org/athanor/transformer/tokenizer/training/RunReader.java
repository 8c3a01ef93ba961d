package org.athanor.transformer.tokenizer.training;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads a {@link RunWriter}'s file piece by piece, in the order in which they were written. */
final class RunReader implements AutoCloseable, Comparable<RunReader> {

    static final int BUFFER_BYTES = 1 << 15;

    private final InputStream in;
    private byte[] piece = new byte[64];
    private int length;
    private long count;
    private int hash;

    RunReader(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
    }

    /** Goes to the next piece. False at the file's end. */
    boolean next() throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        length = (int) readVariable(first);
        if (length > piece.length) {
            piece = new byte[Math.max(length, 2 * Math.min(piece.length, 1 << 20))];
        }
        if (in.readNBytes(piece, 0, length) < length) {
            throw new EOFException("a spilled file of pieces ends inside a piece");
        }
        count = readVariable(in.read());
        hash = PieceTable.hash(piece, 0, length);
        return true;
    }

    /** The bytes of this piece, from 0 to {@link #length()}; the next one overwrites them. */
    byte[] piece() {
        return piece;
    }

    int length() {
        return length;
    }

    long count() {
        return count;
    }

    boolean hasSamePieceAs(byte[] other, int to) {
        return Arrays.equals(piece, 0, length, other, 0, to);
    }

    @Override
    public int compareTo(RunReader other) {
        return PieceTable.compare(hash, piece, length, other.hash, other.piece, other.length);
    }

    private long readVariable(int first) throws IOException {
        long value = 0;
        int next = first;
        for (int shift = 0; ; shift += 7) {
            if (next < 0) {
                throw new EOFException("a spilled file of pieces ends inside a number");
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
            next = in.read();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
