package org.athanor.reward.feedback;

import java.util.UUID;
import org.athanor.contracts.Checks;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * Two completions that somebody wants judged.
 *
 * @param id the client's, or null: then it follows from the content
 * @param prompt what both completions answer
 * @param first the first completion, may be empty
 * @param second the second completion, may be empty
 * @param firstModel the model that wrote the first, null when it is not known
 * @param secondModel the model that wrote the second, null when it is not known
 * @param source where the comparison comes from, for example {@code demo}
 */
record NewComparison(
        UUID id,
        Prompt prompt,
        String first,
        String second,
        ArtifactId firstModel,
        ArtifactId secondModel,
        String source) {

    static final int MAXIMUM_SOURCE_LENGTH = 200;

    NewComparison {
        if (prompt == null) {
            throw new IllegalArgumentException("prompt is missing");
        }
        first = Texts.storable(first, "first completion");
        second = Texts.storable(second, "second completion");
        Checks.notBlank(source, "source");
        Texts.storable(source, "source");
        if (source.length() > MAXIMUM_SOURCE_LENGTH) {
            throw new IllegalArgumentException(
                    "source has %d characters, at most %d are allowed"
                            .formatted(source.length(), MAXIMUM_SOURCE_LENGTH));
        }
        if (id == null) {
            id =
                    ContentId.of(
                            prompt.form().name(),
                            prompt.stored(),
                            first,
                            second,
                            firstModel == null ? null : firstModel.value(),
                            secondModel == null ? null : secondModel.value(),
                            source);
        }
    }
}
