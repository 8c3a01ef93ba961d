package org.athanor.transformer.encoderdecoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderDecoderConfigTest {

    /** Table 3 of the paper gives 65 and 213 million; its vocabulary is "about 37000". */
    @ParameterizedTest
    @CsvSource({"transformer-base, 65e6", "transformer-big, 213e6"})
    void shouldHaveThePublishedNumberOfParameters(String name, double published) {
        EncoderDecoderConfig config = EncoderDecoderPresets.named(name);

        assertEquals(1, config.parameters() / published, 0.035);
    }

    @Test
    void shouldCountWhatItsLayoutHas() {
        // An encoder layer of the base model has 4 * 512^2 + 2 * 512 * 2048 + 2048 + 512 + 4 * 512
        // parameters, a decoder layer 4 * 512^2 + 2 * 512 more; the embedding 37,000 * 512
        assertEquals(63_045_632, EncoderDecoderPresets.named("transformer-base").parameters());
        EncoderDecoderPresets.all()
                .forEach(
                        (name, config) ->
                                assertEquals(
                                        EncoderDecoderLayout.of(config).parameters(),
                                        config.parameters(),
                                        name));
    }

    @Test
    void shouldRefuseHeadsThatDoNotDivideTheModel() {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new EncoderDecoderConfig(10, 64, 1, 1, 3, 64, 8, 0, 1));
        assertTrue(refusal.getMessage().contains("was 64 for heads 3"), refusal.getMessage());
    }

    @Test
    void shouldRefuseAnEndOutsideTheVocabulary() {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new EncoderDecoderConfig(10, 64, 1, 1, 4, 64, 8, 0, 10));
        assertTrue(refusal.getMessage().contains("endId"), refusal.getMessage());
    }

    @Test
    void shouldNameThePresetsThereAre() {
        IllegalArgumentException refusal =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> EncoderDecoderPresets.named("transformer-huge"));
        assertTrue(refusal.getMessage().contains("transformer-base"), refusal.getMessage());
    }
}
