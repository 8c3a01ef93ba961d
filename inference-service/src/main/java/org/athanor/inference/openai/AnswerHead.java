package org.athanor.inference.openai;

import java.time.Clock;
import java.util.UUID;
import org.athanor.inference.serving.Generation;

/**
 * What every piece of one answer repeats.
 *
 * @param created seconds since 1970
 * @param model the name that was asked
 * @param fingerprint the exact artifact that answers
 */
record AnswerHead(String id, long created, String model, String fingerprint) {

    static AnswerHead of(String prefix, String model, Generation generation, Clock clock) {
        return new AnswerHead(
                prefix + UUID.randomUUID().toString().replace("-", ""),
                clock.instant().getEpochSecond(),
                model,
                generation.artifact().value());
    }
}
