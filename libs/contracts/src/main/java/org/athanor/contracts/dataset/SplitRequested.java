package org.athanor.contracts.dataset;

import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Event;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * A split, one piece of a corpus, wants to be tokenized. The same request gives the same tokens,
 * whichever replica works on it and however often.
 *
 * @param splitId one piece for one run; asking twice is harmless
 * @param runId the dataset run that waits for it
 * @param corpus what it is a piece of
 * @param tokenizer what tokenizes it
 * @param validationShare about how many of its documents are held out
 * @param seed of that division
 * @param offset where it begins in the corpus' files, read as one, in bytes: the beginning of a line
 * @param length in bytes, whole lines
 */
public record SplitRequested(
        UUID splitId,
        UUID runId,
        ArtifactId corpus,
        ArtifactId tokenizer,
        double validationShare,
        long seed,
        long offset,
        long length)
        implements Event {

    public SplitRequested {
        Objects.requireNonNull(splitId, "splitId");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(corpus, "corpus");
        Objects.requireNonNull(tokenizer, "tokenizer");
        if (!(validationShare >= 0 && validationShare < 1)) {
            throw new IllegalArgumentException(
                    "validationShare must be at least 0 and below 1, was " + validationShare);
        }
        if (offset < 0 || length <= 0) {
            throw new IllegalArgumentException(
                    "a split begins at 0 or later and is not empty, was %d bytes from %d"
                            .formatted(length, offset));
        }
    }

    @Override
    public String key() {
        return splitId.toString();
    }
}
