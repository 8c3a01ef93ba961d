package org.athanor.tokenizer.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.digest.Sha256;

/** What a piece's tokens follow from: equal keys, equal tokens, masks and index. */
final class PieceKey {

    /** Goes up with everything that changes what is written for the same documents. */
    private static final int VERSION = 1;

    private static final int BUFFER_BYTES = 1 << 18;

    private PieceKey() {}

    /** @param lines of the corpus: ids, sources and offsets are in them, too */
    static String of(InputStream lines, SplitRequested split) throws IOException {
        MessageDigest digest = Sha256.digest();
        String recipe =
                "%d %s %s %d\n"
                        .formatted(
                                VERSION, split.tokenizer(), split.validationShare(), split.seed());
        digest.update(recipe.getBytes(StandardCharsets.UTF_8));
        byte[] buffer = new byte[BUFFER_BYTES];
        int count = lines.read(buffer);
        while (count >= 0) {
            digest.update(buffer, 0, count);
            count = lines.read(buffer);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
