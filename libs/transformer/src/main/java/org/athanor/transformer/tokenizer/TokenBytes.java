package org.athanor.transformer.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * What each id adds to a text, in one array: nothing for a special token. Decoding copies from it.
 * Immutable.
 */
final class TokenBytes {

    private static final int NO_ID = -1;

    private final byte[] bytes;

    /** By id, where its bytes start; {@link #NO_ID} where the vocabulary has no such id. */
    private final int[] starts;

    private final int[] lengths;

    /** After this id a space is the encoder's, not the text's. */
    private final int beginning;

    private TokenBytes(byte[][] tokens, int beginning) {
        bytes = new byte[Arrays.stream(tokens).mapToInt(TokenBytes::lengthOf).sum()];
        starts = new int[tokens.length];
        lengths = new int[tokens.length];
        this.beginning = beginning;
        int at = 0;
        for (int id = 0; id < tokens.length; id++) {
            starts[id] = tokens[id] == null ? NO_ID : at;
            lengths[id] = lengthOf(tokens[id]);
            if (tokens[id] != null) {
                System.arraycopy(tokens[id], 0, bytes, at, lengths[id]);
            }
            at += lengths[id];
        }
    }

    static TokenBytes of(TokenSet vocabulary) {
        byte[][] tokens = Arrays.copyOf(vocabulary.tokens(), vocabulary.size());
        for (Map.Entry<Integer, String> added : vocabulary.addedById().entrySet()) {
            boolean silent = vocabulary.special().contains(added.getValue());
            if (tokens[added.getKey()] == null) {
                String text = silent ? "" : added.getValue();
                tokens[added.getKey()] = text.getBytes(StandardCharsets.UTF_8);
            }
        }
        return new TokenBytes(tokens, vocabulary.beginning().orElse(NO_ID));
    }

    private static int lengthOf(byte[] token) {
        return token == null ? 0 : token.length;
    }

    /**
     * @throws IllegalArgumentException when the vocabulary has no such id
     */
    int length(int id) {
        return lengths[checked(id)];
    }

    /** A copy of the id's bytes. */
    byte[] of(int id) {
        int start = starts[checked(id)];
        return Arrays.copyOfRange(bytes, start, start + lengths[id]);
    }

    /** The text of the ids. */
    byte[] join(int[] ids) {
        long total = 0;
        for (int id : ids) {
            total += lengths[checked(id)];
        }
        byte[] text = new byte[Math.toIntExact(total)];
        int at = 0;
        int previous = NO_ID;
        for (int id : ids) {
            int start = starts[id];
            int length = lengths[id];
            if (previous == beginning && beginning != NO_ID && length > 0 && bytes[start] == ' ') {
                start++;
                length--;
            }
            System.arraycopy(bytes, start, text, at, length);
            at += length;
            previous = id;
        }
        return at == text.length ? text : Arrays.copyOf(text, at);
    }

    private int checked(int id) {
        if (id < 0 || id >= starts.length || starts[id] == NO_ID) {
            throw new IllegalArgumentException(
                    "token id " + id + " is outside the vocabulary of " + starts.length);
        }
        return id;
    }
}
