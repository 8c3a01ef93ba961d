package org.athanor.transformer.tokenizer;

import java.util.Arrays;

/**
 * Remembers the ids of pieces, since natural text repeats its words. Entries lie one behind the other
 * in the order in which their pieces were met, so the frequent ones stay together in the processor's
 * cache; a table of hashes leads to them. It starts small, doubles, and is emptied when it has reached
 * its full size. One thread.
 *
 * <p>An entry is a head (length in bytes, number of ids, first id), the piece's bytes in whole words,
 * and the other ids, two a word.
 */
final class PieceCache {

    /** Bytes of the longest piece. */
    static final int LONGEST = 64;

    private static final int SMALLEST = 1 << 12;

    private static final int OFFSET_BITS = 21;
    private static final int OFFSET = (1 << OFFSET_BITS) - 1;

    /** Words of the entries: 16 MB, some 500,000 words of European languages. */
    private static final int LARGEST = 1 << OFFSET_BITS;

    /** Pieces that are remembered at once. */
    static final int MOST = LARGEST / 4;

    private long[] entries = new long[SMALLEST];

    /** The first word of {@link #entries} stays free: offset 0 is an empty slot. */
    private int used = 1;

    /** Offsets of entries, with the hash's high bits above them; half of the slots at most. */
    private int[] slots = new int[SMALLEST / 2];

    private int size;

    /** What {@link #prefetch} read, kept so that the reading is not optimised away. */
    private long touched;

    /**
     * Reads the places where {@link #append} will look first. Each may be in main memory only; read
     * one behind the other, with nothing in between that depends on them, they are on their way at the
     * same time.
     */
    void prefetch(int[] hashes, int count) {
        int mask = slots.length - 1;
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += slots[hashes[i] & mask];
        }
        long heads = sum;
        for (int i = 0; i < count; i++) {
            heads += entries[slots[hashes[i] & mask] & OFFSET];
        }
        touched = heads;
    }

    /**
     * Appends the ids of a piece of at most {@link #LONGEST} bytes.
     *
     * @param hash the piece's, by {@link PieceWords#hash}
     * @return false when they are not known
     */
    boolean append(byte[] text, int from, int to, int hash, TokenBuffer ids) {
        int mask = slots.length - 1;
        int tag = hash & ~OFFSET;
        int slot = hash & mask;
        while (slots[slot] != 0) {
            int offset = slots[slot] & OFFSET;
            if ((slots[slot] & ~OFFSET) == tag && isAt(offset, text, from, to)) {
                appendIds(offset, ids);
                return true;
            }
            slot = (slot + 1) & mask;
        }
        return false;
    }

    /** Remembers the ids from {@code first} on for the piece that {@link #append} did not know. */
    void put(byte[] text, int from, int to, int hash, TokenBuffer ids, int first) {
        int count = ids.size() - first;
        reserve(1 + PieceWords.count(to - from) + count / 2);
        int offset = used;
        entries[used++] = (to - from) | count << 8 | (long) ids.get(first) << 32;
        for (int at = from; at < to; at += Long.BYTES) {
            entries[used++] = PieceWords.at(text, at, to);
        }
        for (int i = 1; i < count; i += 2) {
            long second = i + 1 < count ? ids.get(first + i + 1) : 0;
            entries[used++] = ids.get(first + i) | second << 32;
        }
        size++;
        link(hash, offset);
    }

    private boolean isAt(int offset, byte[] text, int from, int to) {
        if ((entries[offset] & 0xFF) != to - from) {
            return false;
        }
        int entry = offset;
        for (int at = from; at < to; at += Long.BYTES) {
            if (entries[++entry] != PieceWords.at(text, at, to)) {
                return false;
            }
        }
        return true;
    }

    private void appendIds(int offset, TokenBuffer ids) {
        long head = entries[offset];
        ids.add((int) (head >>> 32));
        int count = (int) (head >>> 8) & 0xFF;
        int at = offset + 1 + PieceWords.count((int) head & 0xFF);
        for (int i = 1; i < count; i += 2) {
            long two = entries[at++];
            ids.add((int) two);
            if (i + 1 < count) {
                ids.add((int) (two >>> 32));
            }
        }
    }

    private void reserve(int words) {
        boolean full = used + words > LARGEST || size >= MOST;
        if (full) {
            used = 1;
            size = 0;
            Arrays.fill(slots, 0);
            return;
        }
        if (used + words > entries.length) {
            entries = Arrays.copyOf(entries, 2 * entries.length);
        }
        if (2 * size >= slots.length) {
            rehash();
        }
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        for (int offset = 1; offset < used; ) {
            long head = entries[offset];
            int words = PieceWords.count((int) head & 0xFF);
            long mixed = 0;
            for (int i = 1; i <= words; i++) {
                mixed = PieceWords.mix(mixed, entries[offset + i]);
            }
            link(PieceWords.finish(mixed, (int) head & 0xFF), offset);
            offset += 1 + words + ((int) (head >>> 8) & 0xFF) / 2;
        }
    }

    private void link(int hash, int offset) {
        int slot = hash & (slots.length - 1);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = (hash & ~OFFSET) | offset;
    }
}
