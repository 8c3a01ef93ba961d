package org.athanor.pretrain.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.athanor.kit.problem.AthanorException;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.Family;
import org.junit.jupiter.api.Test;

class ModelChoiceTest {

    @Test
    void shouldTakeTheDatasetsVocabularyForAPreset() {
        // When
        DecoderConfig config = new ModelChoice("tiny", null).config(300);

        // Then
        assertEquals(300, config.vocabularySize());
    }

    @Test
    void shouldFillInTheUsualShape() {
        // When
        DecoderConfig llama = new ModelChoice(null, shape("llama", null)).config(300);
        DecoderConfig gpt2 = new ModelChoice(null, shape("GPT2", null)).config(300);

        // Then: 8/3 of 96 is 256; GPT-2 takes four times
        assertEquals(256, llama.dHidden());
        assertEquals(384, gpt2.dHidden());
        assertEquals(24, llama.headDim());
        assertEquals(4, llama.kvHeads());
        assertEquals(Family.GPT2, gpt2.family());
    }

    @Test
    void shouldRefuseBothNeitherAndUnknown() {
        assertRefused(new ModelChoice(null, null), "neither");
        assertRefused(new ModelChoice("tiny", shape("llama", null)), "both");
        assertRefused(new ModelChoice("huge", null), "huge");
    }

    @Test
    void shouldRefuseAVocabularyTooSmallForTheDataset() {
        assertRefused(new ModelChoice(null, shape("llama", 299)), "299");
    }

    private static void assertRefused(ModelChoice choice, String named) {
        AthanorException refused = assertThrows(AthanorException.class, () -> choice.config(300));
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }

    private static ModelParameters shape(String family, Integer vocabulary) {
        return new ModelParameters(
                family, vocabulary, 96, 2, 4, null, null, null, 32, null, null, null, null);
    }
}
