package org.athanor.reward.scoring;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/**
 * {@code reward.json} of a reward model: how its raw scores are normalised, and how good it is.
 *
 * @param gain multiplies a raw score
 * @param bias is added then
 * @param sequence longest sequence in tokens that it was trained on
 * @param pairs judgements that it learnt from
 * @param accuracy on held-out prompts
 * @param lengthBaselineAccuracy on held-out prompts, of a rule that looks at the length alone
 * @param brier on held-out prompts
 * @param trainAccuracy on the judgements that it learnt from
 * @param accuracyByAnnotator on held-out prompts
 */
@JsonPropertyOrder({
    "gain",
    "bias",
    "sequence",
    "pairs",
    "accuracy",
    "lengthBaselineAccuracy",
    "brier",
    "trainAccuracy",
    "accuracyByAnnotator"
})
public record RewardCard(
        double gain,
        double bias,
        int sequence,
        long pairs,
        double accuracy,
        double lengthBaselineAccuracy,
        double brier,
        double trainAccuracy,
        SortedMap<String, Double> accuracyByAnnotator) {

    public static final String FILE = "reward.json";

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** Reads it from a reward model's folder. */
    public static RewardCard read(Path folder) throws IOException {
        return MAPPER.readValue(folder.resolve(FILE).toFile(), RewardCard.class);
    }

    /** Writes it to a reward model's folder. */
    public void write(Path folder) throws IOException {
        Files.write(folder.resolve(FILE), MAPPER.writeValueAsBytes(this));
    }

    Normalisation normalisation() {
        return new Normalisation(gain, bias);
    }
}
