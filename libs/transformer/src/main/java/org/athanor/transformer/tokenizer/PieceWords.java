package org.athanor.transformer.tokenizer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads pieces eight bytes at a time, for hashing and comparing. */
final class PieceWords {

    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private PieceWords() {}

    /** How many words the bytes take. */
    static int count(int length) {
        return (length + Long.BYTES - 1) >>> 3;
    }

    /**
     * Up to eight bytes of the piece, the first one lowest, zeros above them.
     *
     * @param at a multiple of eight bytes after the piece's start
     * @param to the end of the piece
     */
    static long at(byte[] text, int at, int to) {
        int missing = at + Long.BYTES - to;
        if (missing <= 0) {
            return (long) WORD.get(text, at);
        }
        if (to >= Long.BYTES) {
            return (long) WORD.get(text, to - Long.BYTES) >>> (8 * missing);
        }
        long word = 0;
        for (int i = to - 1; i >= at; i--) {
            word = word << 8 | (text[i] & 0xFF);
        }
        return word;
    }

    static int hash(byte[] text, int from, int to) {
        long mixed = 0;
        for (int at = from; at < to; at += Long.BYTES) {
            mixed = mix(mixed, at(text, at, to));
        }
        return finish(mixed, to - from);
    }

    /** Takes one word more into a hash that begins with 0. */
    static long mix(long mixed, long word) {
        return (Long.rotateLeft(mixed, 29) ^ word) * 0x9E3779B97F4A7C15L;
    }

    static int finish(long mixed, int length) {
        return (int) (((mixed ^ length) * 0xC2B2AE3D27D4EB4FL) >>> 32);
    }
}
