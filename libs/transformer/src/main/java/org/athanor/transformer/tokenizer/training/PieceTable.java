package org.athanor.transformer.tokenizer.training;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How often each piece of text occurs, within a limit of memory. The bytes of all pieces lie in one
 * array and the table is open-addressed: a corpus has millions of pieces, and an object for each
 * would be most of the memory. One thread at a time.
 */
final class PieceTable implements Pieces {

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Bytes of one array; their offsets are ints. */
    private static final int LARGEST = 1 << 30;

    private static final long INDEX = 0xFFFF_FFFFL;
    private static final int BYTES_OF_ENTRY = Integer.BYTES + Long.BYTES;

    private final long limit;
    private byte[] bytes = new byte[1 << 12];
    private int[] ends = new int[1 << 8];
    private long[] counts = new long[1 << 8];
    private int size;

    /** Hash in the upper half, index + 1 in the lower; 0 where there is none. */
    private long[] slots = new long[1 << 9];

    /**
     * @param limit bytes that the table may take, the copy while it grows included
     */
    PieceTable(long limit) {
        this.limit = limit;
    }

    /**
     * Counts the piece {@code times} more.
     *
     * @return false, and nothing counted, when the piece is a new one and the table is full. An empty
     *     table takes any piece, since its bytes are in memory as they come.
     */
    boolean add(byte[] text, int from, int to, long times) {
        int hash = hash(text, from, to);
        int slot = slot(hash);
        while (slots[slot] != 0) {
            if ((int) (slots[slot] >>> 32) == hash) {
                int piece = (int) slots[slot] - 1;
                if (Arrays.equals(bytes, start(piece), ends[piece], text, from, to)) {
                    counts[piece] += times;
                    return true;
                }
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        if (!makeRoom(to - from)) {
            return false;
        }
        append(text, from, to, times);
        put(hash, size);
        return true;
    }

    int size() {
        return size;
    }

    /** Bytes that the table takes now. */
    long footprint() {
        return bytes.length + (long) BYTES_OF_ENTRY * ends.length + 8L * slots.length;
    }

    @Override
    public void forEach(Visitor visitor) throws IOException {
        for (int piece = 0; piece < size; piece++) {
            visitor.visit(bytes, start(piece), ends[piece], counts[piece]);
        }
    }

    /**
     * Hands on all pieces in the order of {@link #compare} and forgets them. The table's own slots
     * are sorted, so that emptying a full table needs no more memory.
     */
    void drainSorted(Visitor visitor) throws IOException {
        int used = 0;
        for (long slot : slots) {
            if (slot != 0) {
                slots[used++] = slot;
            }
        }
        Arrays.sort(slots, 0, used);
        sortEqualHashes(used);
        for (int i = 0; i < used; i++) {
            int piece = (int) slots[i] - 1;
            visitor.visit(bytes, start(piece), ends[piece], counts[piece]);
        }
        Arrays.fill(slots, 0);
        size = 0;
        if (footprint() > limit) {
            bytes = new byte[1 << 12]; // A single long piece may have taken more than the limit.
        }
    }

    private void sortEqualHashes(int used) {
        int first = 0;
        for (int i = 1; i <= used; i++) {
            if (i == used || slots[i] >>> 32 != slots[first] >>> 32) {
                if (i - first > 1) {
                    sortByBytes(first, i);
                }
                first = i;
            }
        }
    }

    private void sortByBytes(int from, int to) {
        Long[] group = new Long[to - from];
        for (int i = 0; i < group.length; i++) {
            group[i] = slots[from + i];
        }
        Arrays.sort(group, (one, other) -> compareBytes(one.intValue() - 1, other.intValue() - 1));
        for (int i = 0; i < group.length; i++) {
            slots[from + i] = group[i];
        }
    }

    private int compareBytes(int one, int other) {
        return Arrays.compare(bytes, start(one), ends[one], bytes, start(other), ends[other]);
    }

    /** The order of sorted runs: by hash, and by bytes where those are equal. */
    static int compare(int hash, byte[] piece, int length, int otherHash, byte[] other, int to) {
        return hash != otherHash
                ? Integer.compare(hash, otherHash)
                : Arrays.compare(piece, 0, length, other, 0, to);
    }

    static int hash(byte[] text, int from, int to) {
        long hash = to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(text, at));
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = rest << 8 | (text[at] & 0xFF);
        }
        hash = mix(hash ^ rest);
        return (int) (hash >>> 32);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 32) * 0x9E3779B97F4A7C15L;
        return mixed ^ mixed >>> 29;
    }

    private int slot(int hash) {
        return hash & (slots.length - 1);
    }

    private int start(int piece) {
        return piece == 0 ? 0 : ends[piece - 1];
    }

    private boolean makeRoom(int length) {
        int used = size == 0 ? 0 : ends[size - 1];
        return makeRoomForBytes((long) used + length) && makeRoomForEntry() && makeRoomInSlots();
    }

    private boolean makeRoomForBytes(long needed) {
        if (needed <= bytes.length) {
            return true;
        }
        long capacity = Math.max(needed, Math.min(LARGEST, bytes.length * 3L / 2));
        if (size > 0 && (needed > LARGEST || footprint() + capacity > limit)) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, Math.toIntExact(capacity));
        return true;
    }

    private boolean makeRoomForEntry() {
        if (size < ends.length) {
            return true;
        }
        int capacity = ends.length + ends.length / 2;
        if (footprint() + (long) BYTES_OF_ENTRY * capacity > limit) {
            return false;
        }
        ends = Arrays.copyOf(ends, capacity);
        counts = Arrays.copyOf(counts, capacity);
        return true;
    }

    private boolean makeRoomInSlots() {
        if (2 * (size + 1) <= slots.length) {
            return true;
        }
        if (slots.length >= LARGEST || footprint() + 16L * slots.length > limit) {
            return false;
        }
        long[] old = slots;
        slots = new long[2 * old.length];
        for (long slot : old) {
            if (slot != 0) {
                put((int) (slot >>> 32), slot & INDEX);
            }
        }
        return true;
    }

    private void append(byte[] text, int from, int to, long times) {
        int start = size == 0 ? 0 : ends[size - 1];
        System.arraycopy(text, from, bytes, start, to - from);
        ends[size] = start + to - from;
        counts[size] = times;
        size++;
    }

    private void put(int hash, long index) {
        int slot = slot(hash);
        while (slots[slot] != 0) {
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = (long) hash << 32 | index;
    }
}
