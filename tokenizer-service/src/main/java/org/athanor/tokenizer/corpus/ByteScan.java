package org.athanor.tokenizer.corpus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks for bytes eight at a time, since every byte of a corpus passes here. A byte is found by what a
 * subtraction borrows from it: Warren, "Hacker's Delight" (2nd ed., 2012), section 6-1.
 */
final class ByteScan {

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private ByteScan() {}

    /** Where {@code sought} is first found from {@code from} on, or {@code to}. */
    static int find(byte[] bytes, int from, int to, byte sought) {
        return find(bytes, from, to, sought, sought);
    }

    /** Where either of two bytes is first found from {@code from} on, or {@code to}. */
    static int find(byte[] bytes, int from, int to, byte one, byte other) {
        long ones = ONES * (one & 0xFF);
        long others = ONES * (other & 0xFF);
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long word = (long) WORD.get(bytes, at);
            long found = zeros(word ^ ones) | zeros(word ^ others);
            if (found != 0) {
                return at + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (at < to && bytes[at] != one && bytes[at] != other) {
            at++;
        }
        return at;
    }

    /** The high bit of every byte that is 0; above the lowest such, perhaps of others, too. */
    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGHS;
    }
}
