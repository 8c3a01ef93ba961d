package org.athanor.transformer.tokenizer;

import java.util.Arrays;

/** A growing list of token ids. */
final class TokenBuffer {

    private int[] ids;
    private int size;

    TokenBuffer(int capacity) {
        ids = new int[capacity];
    }

    void add(int id) {
        reserve(1);
        ids[size++] = id;
    }

    void add(int[] more) {
        reserve(more.length);
        if (more.length == 1) {
            ids[size] = more[0];
        } else {
            System.arraycopy(more, 0, ids, size, more.length);
        }
        size += more.length;
    }

    int size() {
        return size;
    }

    int[] toArray() {
        return Arrays.copyOf(ids, size);
    }

    private void reserve(int more) {
        if (size + more > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(size + more, ids.length * 2));
        }
    }
}
