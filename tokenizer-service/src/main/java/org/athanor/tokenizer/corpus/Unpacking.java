package org.athanor.tokenizer.corpus;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Undoes gzip and Zstandard, told by their magic numbers and not by a name. */
final class Unpacking {

    private static final int BUFFER_BYTES = 1 << 16;

    private Unpacking() {}

    /** How the bytes are packed, for messages; null when they are not. */
    static String kind(byte[] head) {
        if (Magic.GZIP.isIn(head)) {
            return "gzip";
        }
        return Magic.ZSTANDARD.isIn(head) ? "Zstandard" : null;
    }

    /** The first bytes, enough for {@link #kind}. */
    static byte[] head(InputStream markable) throws IOException {
        return Lookahead.at(markable, Magic.MOST_BYTES);
    }

    /** A name without what {@code kind} added to it: {@code a.tar} for {@code a.tgz}. */
    static String nameInside(String name, String kind) {
        return kind == null
                ? name
                : name.replaceFirst("(?i)\\.tgz$", ".tar").replaceFirst("(?i)\\.(gz|zst)$", "");
    }

    /** A stream that can be marked, of the bytes inside. */
    static InputStream unpacked(InputStream markable, String kind) throws IOException {
        return switch (kind) {
            case "gzip" -> new BufferedInputStream(new GzipInput(markable), BUFFER_BYTES);
            case "Zstandard" ->
                    new BufferedInputStream(
                            new LastingDamage(new ZstandardInput(markable)), BUFFER_BYTES);
            case null, default -> markable;
        };
    }
}
