package org.athanor.reward.training;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.athanor.kit.digest.Sha256;
import org.athanor.reward.feedback.Turn;

/**
 * Holds out prompts, never pairs: with a prompt on both sides the model would be asked what it was
 * told. Which side a prompt is on follows from its text alone, so that it stays held out however much
 * feedback is added.
 */
record PromptSplit(double validationShare) {

    private static final double RANGE = 0x1p-53;

    boolean holdsOut(List<Turn> prompt) {
        return fraction(prompt) < validationShare;
    }

    /** Uniform in [0, 1). */
    private static double fraction(List<Turn> prompt) {
        MessageDigest sha256 = Sha256.digest();
        for (Turn turn : prompt) {
            sha256.update((turn.role() + '\0').getBytes(StandardCharsets.UTF_8));
            sha256.update((turn.content() + '\0').getBytes(StandardCharsets.UTF_8));
        }
        return (ByteBuffer.wrap(sha256.digest()).getLong() >>> 11) * RANGE;
    }
}
