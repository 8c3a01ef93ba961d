package org.athanor.rlhf.advantage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Cases of other projects' tests, where the checkout has them beside it. */
class PublishedVectorsTest {

    private static final Path VECTORS = Path.of("../../shared/data/vectors");

    @Test
    void shouldGiveTheRewardsOfTorchtune() throws IOException {
        // Given
        JsonNode cases = read("rlhf_rewards_and_masks.json").get("get_rewards_ppo");
        double klCoefficient = cases.get("kl_coeff").asDouble();

        for (int row = 0; row < cases.get("scores").size(); row++) {
            // When
            double[] rewards =
                    TokenRewards.of(
                            numbers(cases.get("logprobs").get(row)),
                            numbers(cases.get("ref_logprobs").get(row)),
                            cases.get("scores").get(row).asDouble(),
                            klCoefficient);

            // Then
            assertArrayEquals(numbers(cases.get("expected_rewards").get(row)), rewards, 1e-9);
        }
    }

    @Test
    void shouldGiveTheKlEstimatesOfTheTable() throws IOException {
        JsonNode example = read("kl_estimators.json").get("cases").get(0);
        double[] logProbs = numbers(example.get("log_probs"));
        double[] base = numbers(example.get("log_probs_base"));
        for (int t = 0; t < logProbs.length; t++) {
            assertEquals(
                    example.get("k1").get(t).asDouble(),
                    KlEstimators.k1(logProbs[t], base[t]),
                    1e-12);
            assertEquals(
                    example.get("k3").get(t).asDouble(),
                    KlEstimators.k3(logProbs[t], base[t]),
                    1e-12);
        }
    }

    private static JsonNode read(String name) throws IOException {
        Path file = VECTORS.resolve(name);
        assumeTrue(Files.exists(file), "no " + file + " beside the checkout");
        return new ObjectMapper().readTree(file.toFile());
    }

    private static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.get(i).asDouble();
        }
        return numbers;
    }
}
