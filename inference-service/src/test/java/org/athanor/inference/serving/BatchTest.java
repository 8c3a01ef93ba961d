package org.athanor.inference.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.athanor.inference.serving.ServingException.Reason;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final int CONTEXT = 100;
    private static final int[] SHORT = {1, 2, 3};
    private static final int[] LONG = new int[90];

    private final ServingConfig config =
            Replica.config(Map.of("max-rows", "8", "max-batch-tokens", "400"));

    @Test
    void shouldRepeatEachPromptAndCountItOnce() {
        // When
        Batch batch = Batch.of(List.of(SHORT, LONG), options(2, 5), CONTEXT, config);

        // Then
        assertArrayEquals(new int[][] {SHORT, SHORT, LONG, LONG}, batch.rows());
        assertEquals(93, batch.promptTokens());
    }

    @Test
    void shouldFillTheContextWhenNoMostIsGiven() {
        assertEquals(97, Batch.of(List.of(SHORT), options(1), CONTEXT, config).maxTokens());
        // 8 rows share 400 tokens
        assertEquals(47, Batch.of(List.of(SHORT), options(8), CONTEXT, config).maxTokens());
    }

    @Test
    void shouldRefuseMoreThanTheContextWithTheFigures() {
        // When
        ServingException refused = refused(List.of(LONG), options(1, 11));

        // Then
        assertEquals(Reason.CONTEXT_LENGTH_EXCEEDED, refused.reason());
        assertTrue(refused.getMessage().contains("101"), refused.getMessage());
        assertTrue(refused.getMessage().contains("100"), refused.getMessage());
    }

    @Test
    void shouldRefuseAPromptThatFillsTheContext() {
        assertEquals(
                Reason.CONTEXT_LENGTH_EXCEEDED,
                refused(List.of(new int[CONTEXT]), options(1)).reason());
    }

    @Test
    void shouldRefuseTooManyRowsAndTooManyTokens() {
        assertEquals(Reason.TOO_MANY_ROWS, refused(List.of(SHORT), options(9, 1)).reason());
        assertEquals(Reason.TOO_MANY_TOKENS, refused(List.of(LONG), options(5, 1)).reason());
        assertEquals(Reason.TOO_MANY_TOKENS, refused(List.of(LONG), options(5)).reason());
    }

    private ServingException refused(List<int[]> prompts, AnswerOptions options) {
        return assertThrows(
                ServingException.class, () -> Batch.of(prompts, options, CONTEXT, config));
    }

    private static AnswerOptions options(int rows, int maxTokens) {
        return new AnswerOptions(
                rows, OptionalInt.of(maxTokens), 1, 1, 0, OptionalLong.empty(), List.of());
    }

    private static AnswerOptions options(int rows) {
        return new AnswerOptions(
                rows, OptionalInt.empty(), 1, 1, 0, OptionalLong.empty(), List.of());
    }
}
