package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void shouldCountWhatJavaEncodes() {
        // Given: the characters at which lengths change, surrogates alone and in pairs
        String characters =
                "a\u007F\u0080\u07FF\u0800\uD7FF\uD800\uDBFF\uDC00\uDFFF\uE000\uFFFF\uD83D\uDE00";
        Random random = new Random(8);

        for (int i = 0; i < 10_000; i++) {
            int from = random.nextInt(5);
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                int range = i % 3 == 0 ? 6 : characters.length();
                text.append(characters.charAt(Math.min(from + random.nextInt(range), range - 1)));
            }

            // Then
            assertEquals(
                    text.toString().getBytes(StandardCharsets.UTF_8).length,
                    Utf8.bytes(List.of(text.toString())));
        }
    }
}
