package org.athanor.tokenizer.corpus;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Undoes gzip and Zstandard, told by their magic numbers and not by a name. */
final class Unpacking {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MAGIC_BYTES = 4;

    private Unpacking() {}

    /** How the bytes are packed, for messages; null when they are not. */
    static String kind(byte[] head) {
        if (head.length >= 2 && head[0] == 0x1F && head[1] == (byte) 0x8B) {
            return "gzip";
        }
        boolean zstd =
                head.length >= MAGIC_BYTES
                        && head[0] == 0x28
                        && head[1] == (byte) 0xB5
                        && head[2] == 0x2F
                        && head[3] == (byte) 0xFD;
        return zstd ? "Zstandard" : null;
    }

    /** The first bytes, enough for {@link #kind}. */
    static byte[] head(InputStream markable) throws IOException {
        return Lookahead.at(markable, MAGIC_BYTES);
    }

    /** A stream that can be marked, of the bytes inside. */
    static InputStream unpacked(InputStream markable, String kind) throws IOException {
        return switch (kind) {
            case "gzip" ->
                    new BufferedInputStream(
                            new StepwiseInput(new GZIPInputStream(markable, BUFFER_BYTES)),
                            BUFFER_BYTES);
            case "Zstandard" ->
                    new BufferedInputStream(
                            new StepwiseInput(new ZstdInputStreamNoFinalizer(markable)),
                            BUFFER_BYTES);
            case null, default -> markable;
        };
    }
}
