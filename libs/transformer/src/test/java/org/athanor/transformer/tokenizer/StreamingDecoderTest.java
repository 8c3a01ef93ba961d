package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamingDecoderTest {

    private final Tokenizer tokenizer = Tokenizers.hello();

    @Test
    void shouldHoldBackAnUnfinishedCharacter() {
        // Given: the llama is four bytes, one token each
        int[] ids = tokenizer.encode("🦙");
        StreamingDecoder decoder = tokenizer.streamingDecoder();

        // When
        String first = decoder.append(ids[0]) + decoder.append(ids[1]) + decoder.append(ids[2]);
        String last = decoder.append(ids[3]);

        // Then
        assertEquals("", first);
        assertEquals("🦙", last);
        assertEquals("", decoder.finish());
    }

    @Test
    void shouldReplaceACharacterThatNeverEnds() {
        // Given
        int[] ids = tokenizer.encode("é");
        StreamingDecoder decoder = tokenizer.streamingDecoder();

        // When
        String text = decoder.append(ids[0]) + decoder.append(tokenizer.end());

        // Then
        assertEquals("", text);
        assertEquals("\uFFFD", decoder.finish());
    }

    @Test
    void shouldAddUpToTheWholeText() {
        // Given
        Random random = new Random(5);
        for (int round = 0; round < 2_000; round++) {
            int[] ids = random.ints(random.nextInt(20), 0, tokenizer.vocabularySize()).toArray();
            StreamingDecoder decoder = tokenizer.streamingDecoder();

            // When
            StringBuilder text = new StringBuilder();
            for (int id : ids) {
                text.append(decoder.append(id));
            }
            text.append(decoder.finish());

            // Then
            assertEquals(tokenizer.decode(ids), text.toString());
        }
    }
}
