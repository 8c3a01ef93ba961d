package org.athanor.tokenizer.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The first bytes that tell how a stream is packed, whatever its name is. */
enum Magic {
    GZIP(0, new byte[] {0x1F, (byte) 0x8B}, ".gz", ".tgz"),
    ZSTANDARD(0, new byte[] {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD}, ".zst"),
    ZIP(0, new byte[] {'P', 'K', 3, 4}, ".zip", ".jar"),
    /** A zip without an entry begins with its end. */
    EMPTY_ZIP(0, new byte[] {'P', 'K', 5, 6}, ".zip", ".jar"),
    TAR(257, "ustar".getBytes(StandardCharsets.US_ASCII), ".tar");

    /** How many bytes tell any of them. */
    static final int MOST_BYTES = 257 + 5;

    private final int offset;
    private final byte[] bytes;
    private final List<String> endings;

    Magic(int offset, byte[] bytes, String... endings) {
        this.offset = offset;
        this.bytes = bytes;
        this.endings = List.of(endings);
    }

    /** Whether a stream that begins like this is packed so. */
    boolean isIn(byte[] head) {
        return head.length >= offset + bytes.length && agrees(head);
    }

    /**
     * Whether a stream is over before its first bytes can tell what its name says. Without such a
     * name it is what it looks like: a short text.
     *
     * @param head all of the stream, if it is shorter than {@link #MOST_BYTES}
     */
    static boolean isCutOff(String name, byte[] head) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(magic -> magic.endings.stream().anyMatch(lower::endsWith))
                .anyMatch(
                        magic ->
                                head.length < magic.offset + magic.bytes.length
                                        && magic.agrees(head));
    }

    /** As far as the head goes. */
    private boolean agrees(byte[] head) {
        int end = Math.max(offset, Math.min(head.length, offset + bytes.length));
        return end > head.length || Arrays.equals(head, offset, end, bytes, 0, end - offset);
    }
}
