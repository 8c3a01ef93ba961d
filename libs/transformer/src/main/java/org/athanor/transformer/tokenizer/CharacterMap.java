package org.athanor.transformer.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * Checks SentencePiece's {@code precompiled_charsmap} before native code walks over it: the length of a
 * double-array trie in bytes, its units (Yata's Darts-clone), and the replacements behind it, each up to
 * a zero byte. Hugging Face's library trusts every number in it; here whatever step a text can take must
 * stay in the trie, and whatever value it can find must be the place of a replacement.
 */
final class CharacterMap {

    /** SentencePiece's own maps have a quarter of a million bytes. */
    static final int LARGEST = 1 << 22;

    /** Bytes of a replacement. The longest of Unicode's own have 33: a map must not blow up a text. */
    static final int LONGEST_REPLACEMENT = 64;

    private static final int LABELS = 256;
    private static final int LAST_LABEL = LABELS - 1;
    private static final int LABEL = 1 << 31 | 0xFF;
    private static final int HAS_LEAF = 1 << 8;
    private static final int IS_WIDE = 1 << 9;

    private final Path file;
    private final IntBuffer trie;
    private final byte[] replacements;

    private CharacterMap(Path file, IntBuffer trie, byte[] replacements) {
        this.file = file;
        this.trie = trie;
        this.replacements = replacements;
    }

    /**
     * @throws TokenizerFormatException when some text would lead out of the map
     */
    static void check(Path file, byte[] map) throws TokenizerFormatException {
        if (map.length > LARGEST) {
            throw malformed(
                    file,
                    "%d bytes, more than the %d that are read".formatted(map.length, LARGEST));
        }
        ByteBuffer bytes = ByteBuffer.wrap(map).order(ByteOrder.LITTLE_ENDIAN);
        long length = map.length < Integer.BYTES ? -1 : Integer.toUnsignedLong(bytes.getInt());
        if (length <= 0 || length > bytes.remaining() || length % Integer.BYTES != 0) {
            throw malformed(file, "a trie of %d bytes in %d".formatted(length, map.length));
        }
        IntBuffer trie =
                bytes.slice(bytes.position(), (int) length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asIntBuffer();
        byte[] replacements = new byte[bytes.remaining() - (int) length];
        bytes.get(bytes.position() + (int) length, replacements);
        new CharacterMap(file, trie, replacements).check();
    }

    private void check() throws TokenizerFormatException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(replacements));
        } catch (CharacterCodingException e) {
            throw new TokenizerFormatException(
                    file, "the replacements of the character map are not UTF-8", e);
        }
        Deque<Integer> left = new ArrayDeque<>();
        BitSet seen = new BitSet(trie.limit());
        visit(offset(trie.get(0)), left, seen);
        while (!left.isEmpty()) {
            int node = left.remove();
            for (int label = 1; label < LABELS; label++) {
                int unit = trie.get(node ^ label);
                if ((unit & LABEL) == label) {
                    int next = node ^ label ^ offset(unit);
                    visit(next, left, seen);
                    if ((unit & HAS_LEAF) != 0) {
                        requireReplacement(trie.get(next) & Integer.MAX_VALUE);
                    }
                }
            }
        }
    }

    /** A step goes to any of the units that differ from the node in the last byte. */
    private void visit(int node, Deque<Integer> left, BitSet seen) throws TokenizerFormatException {
        if ((node | LAST_LABEL) >= trie.limit()) {
            throw malformed(
                    file, "a step to unit %d of %d".formatted(node | LAST_LABEL, trie.limit()));
        }
        if (!seen.get(node)) {
            seen.set(node);
            left.add(node);
        }
    }

    private void requireReplacement(int place) throws TokenizerFormatException {
        if (place >= replacements.length || (replacements[place] & 0xC0) == 0x80) {
            throw malformed(
                    file,
                    "a value that points to byte %d of %d of the replacements"
                            .formatted(place, replacements.length));
        }
        int end = place;
        while (end < replacements.length && replacements[end] != 0) {
            if (++end - place > LONGEST_REPLACEMENT) {
                throw malformed(
                        file,
                        "a replacement of more than %d bytes at byte %d of them"
                                .formatted(LONGEST_REPLACEMENT, place));
            }
        }
    }

    private static int offset(int unit) {
        return (unit >>> 10) << ((unit & IS_WIDE) >>> 6);
    }

    private static TokenizerFormatException malformed(Path file, String what) {
        return new TokenizerFormatException(file, "the character map has " + what);
    }
}
