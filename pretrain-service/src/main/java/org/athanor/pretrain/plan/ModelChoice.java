package org.athanor.pretrain.plan;

import java.util.function.Supplier;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Presets;

/**
 * Which decoder a client wants: a preset by name or a shape of its own.
 *
 * @param preset a name of {@code GET /v1/presets}, or null
 * @param model the shape, or null
 */
public record ModelChoice(String preset, ModelParameters model) {

    /** The decoder with the vocabulary that the client or the preset names. */
    public DecoderConfig config() {
        return checked(
                () -> {
                    if (preset() != null) {
                        return Presets.named(preset());
                    }
                    if (model().vocabularySize() == null) {
                        throw new IllegalArgumentException("model.vocabularySize is missing");
                    }
                    return model().toConfig(model().vocabularySize());
                });
    }

    /** The decoder with a dataset's vocabulary; a shape that names another one is refused. */
    public DecoderConfig config(int vocabulary) {
        return checked(
                () -> {
                    if (preset() != null) {
                        return Presets.named(preset()).withVocabularySize(vocabulary);
                    }
                    Integer named = model().vocabularySize();
                    if (named != null && named < vocabulary) {
                        throw new IllegalArgumentException(
                                "model.vocabularySize "
                                        + named
                                        + " is smaller than the "
                                        + vocabulary
                                        + " tokens of the dataset's tokenizer: leave it out to take"
                                        + " the tokenizer's");
                    }
                    return model().toConfig(named == null ? vocabulary : named);
                });
    }

    private DecoderConfig checked(Supplier<DecoderConfig> choice) {
        if ((preset == null) == (model == null)) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "name either a preset ("
                            + String.join(", ", Presets.all().keySet())
                            + ") or a model, "
                            + (preset == null ? "there was neither" : "there were both"));
        }
        try {
            return choice.get();
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }
}
