package org.athanor.tokenizer.training;

import java.util.Arrays;
import org.athanor.transformer.tokenizer.PreTokenizer;

/**
 * How often each piece of text occurs. The bytes of all pieces lie in one array and the table is
 * open-addressed: a corpus has millions of pieces, and an object for each would be most of the
 * memory. One thread.
 */
final class PieceCounts {

    private byte[] bytes = new byte[1 << 12];
    private int bytesUsed;
    private int[] ends = new int[1 << 8];
    private long[] counts = new long[1 << 8];
    private int size;
    private int[] table = new int[1 << 9];

    /** Splits the text and counts its pieces. */
    void add(byte[] utf8) {
        int at = 0;
        while (at < utf8.length) {
            int end = PreTokenizer.pieceEnd(utf8, at, utf8.length);
            add(utf8, at, end, 1);
            at = end;
        }
    }

    /** Adds all counts of {@code other}. */
    void addAll(PieceCounts other) {
        for (int piece = 0; piece < other.size; piece++) {
            add(other.bytes, other.start(piece), other.ends[piece], other.counts[piece]);
        }
    }

    int size() {
        return size;
    }

    byte[] piece(int index) {
        return Arrays.copyOfRange(bytes, start(index), ends[index]);
    }

    long count(int index) {
        return counts[index];
    }

    private void add(byte[] text, int from, int to, long times) {
        int slot = slot(text, from, to);
        while (table[slot] != 0) {
            int piece = table[slot] - 1;
            if (Arrays.equals(bytes, start(piece), ends[piece], text, from, to)) {
                counts[piece] += times;
                return;
            }
            slot = (slot + 1) & (table.length - 1);
        }
        append(text, from, to, times);
        table[slot] = size;
        if (2 * size > table.length) {
            grow();
        }
    }

    private void append(byte[] text, int from, int to, long times) {
        int length = to - from;
        if (bytesUsed + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytesUsed + length, 2 * bytes.length));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        System.arraycopy(text, from, bytes, bytesUsed, length);
        bytesUsed += length;
        ends[size] = bytesUsed;
        counts[size] = times;
        size++;
    }

    private void grow() {
        table = new int[2 * table.length];
        for (int piece = 0; piece < size; piece++) {
            int slot = slot(bytes, start(piece), ends[piece]);
            while (table[slot] != 0) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = piece + 1;
        }
    }

    private int slot(byte[] text, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 0x01000193 * hash ^ text[i];
        }
        hash *= 0x9E3779B1;
        return (hash ^ (hash >>> 15)) & (table.length - 1);
    }

    private int start(int piece) {
        return piece == 0 ? 0 : ends[piece - 1];
    }
}
