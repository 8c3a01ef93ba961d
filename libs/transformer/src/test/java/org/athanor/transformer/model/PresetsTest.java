package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.athanor.transformer.engine.ComputeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresetsTest {

    /** Counts as the models' files have them: GPT-2 small's 124,439,808 plus 1,024 more positions, Meta's and Qwen's. */
    @ParameterizedTest
    @CsvSource({
        "gpt3-125m, 125226240",
        "llama3.2-1b, 1235814400",
        "llama3.2-3b, 3212749824",
        "llama3.2-11b-text, 8030261248",
        "llama3.2-90b-text, 70553706496",
        "qwen2.5-0.5b, 494032768",
        "qwen3-0.6b, 596049920"
    })
    void shouldHaveThePublishedNumberOfParameters(String name, long parameters) {
        assertEquals(parameters, Presets.named(name).parameters());
    }

    @ParameterizedTest
    @CsvSource({
        "gpt3-350m, 350e6",
        "gpt3-760m, 760e6",
        "gpt3-1.3b, 1.3e9",
        "gpt3-2.7b, 2.7e9",
        "gpt3-6.7b, 6.7e9",
        "gpt3-13b, 13e9",
        "gpt3-175b, 175e9"
    })
    void shouldHaveTheParametersOfItsName(String name, double parameters) {
        assertEquals(1, Presets.named(name).parameters() / parameters, 0.03);
    }

    @Test
    void shouldNameThePresetsThereAre() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Presets.named("gpt5"));
        assertTrue(refusal.getMessage().contains("gpt3-175b"), refusal.getMessage());
    }

    @Test
    void shouldPlanTheCacheOfLlama3ByHand() {
        // Given: 16 layers x 2 x 8 heads x 64 x 1,000 tokens x 4 bytes
        Plan plan = Plan.of(Presets.named("llama3.2-1b"), 1, 1000, ComputeType.BF16);

        // Then
        assertEquals(65_536_000L, plan.cacheBytesPerSequence());
        assertEquals(2 * 1_235_814_400L, plan.servingWeightBytes());
        assertEquals(
                16 * 1_235_814_400L,
                plan.weightBytes() + plan.gradientBytes() + plan.optimizerBytes());
    }

    @Test
    void shouldSayWhyAModelDoesNotFit() {
        Plan plan = Plan.of(Presets.named("gpt3-175b"), 1, 2048, ComputeType.BF16);

        assertFalse(plan.fitsTraining(8L << 30));
        assertFalse(plan.fitsServing(8L << 30));
        assertTrue(plan.trainingShortage(8L << 30).contains("8.00 GiB are there"));
    }

    @Test
    void shouldProposeRecomputingWhereItWouldFit() {
        // Given
        Plan plan = Plan.of(Presets.named("gpt3-125m"), 16, 1024, ComputeType.BF16);
        Plan twice = plan.withRecompute(true);
        long between = (plan.trainingBytes() + twice.trainingBytes()) / 2;

        // Then
        assertTrue(twice.activationBytes() < plan.activationBytes() / 3);
        assertTrue(twice.fitsTraining(between));
        assertFalse(plan.fitsTraining(between));
        assertTrue(plan.trainingShortage(between).contains("set recompute to true"));
        assertFalse(plan.trainingShortage(1 << 30).contains("recompute"));
    }

    @Test
    void shouldCountTheMaskOfDocumentsThatDoNotSeeEachOther() {
        // Given: six heads, through one matrix of all scores each and in tiles
        Plan whole = Plan.of(Presets.named("small"), 8, 256, ComputeType.BF16);
        Plan tiles =
                Plan.of(Presets.named("small").withContextLength(1024), 2, 1024, ComputeType.F32);

        // Then: a mask for each head and one to make it from, or one and one; two of booleans
        assertEquals(
                8 * 256 * 256 * (7 * 2 + 2),
                whole.withDocuments(true).trainingBytes() - whole.trainingBytes());
        assertEquals(
                2 * 1024 * 1024 * (2 * 4 + 2),
                tiles.withDocuments(true).trainingBytes() - tiles.trainingBytes());
    }

    @Test
    void shouldCountSixOperationsAParameterAndTokenForTraining() {
        // Given: at one token, attention adds next to nothing
        DecoderConfig config = Presets.named("gpt3-175b");

        // Then
        assertEquals(6 * 174.6e9, Flops.trainingPerToken(config, 1), 0.01 * 6 * 174.6e9);
    }
}
