package org.athanor.transformer.tokenizer.training;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Positions in {@link Words}, in lists that are laid one behind the other. Lists never grow, and what
 * is free lies behind the last of them.
 */
final class Postings {

    private final MemorySegment positions;
    private final boolean wide;
    private final long capacity;
    private long end;

    /**
     * @param wide whether a position takes eight bytes; four hold up to 2^32 slots
     */
    Postings(MemorySegment positions, boolean wide) {
        this.positions = positions;
        this.wide = wide;
        this.capacity = positions.byteSize() / (wide ? Long.BYTES : Integer.BYTES);
    }

    long get(long at) {
        return wide
                ? positions.getAtIndex(ValueLayout.JAVA_LONG, at)
                : positions.getAtIndex(ValueLayout.JAVA_INT, at) & 0xFFFF_FFFFL;
    }

    void set(long at, long position) {
        if (wide) {
            positions.setAtIndex(ValueLayout.JAVA_LONG, at, position);
        } else {
            positions.setAtIndex(ValueLayout.JAVA_INT, at, (int) position);
        }
    }

    boolean hasRoomFor(long more) {
        return end + more <= capacity;
    }

    /** The start of a new list. */
    long take(long length) {
        if (!hasRoomFor(length)) {
            throw new IllegalStateException(
                    "a list of %d positions behind %d exceeds %d".formatted(length, end, capacity));
        }
        long start = end;
        end += length;
        return start;
    }

    /** Forgets what lies behind. */
    void truncate(long end) {
        this.end = end;
    }
}
