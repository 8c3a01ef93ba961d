package org.athanor.tokenizer.cleaning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void shouldFindWordsAndTheirPlaces() {
        // When
        Words words = Words.of("  It's 2 o'clock, Zoe\u0301! \uD83D\uDE00");

        // Then: a combining accent belongs to its word
        assertEquals(
                List.of("It", "s", "2", "o", "clock", "Zoe\u0301"),
                cut("  It's 2 o'clock, Zoe\u0301! \uD83D\uDE00", words));
    }

    @Test
    void shouldTakeEveryCharacterForAWordWhereNoSpacesAreWritten() {
        // Given: Chinese, an astral ideograph, Thai, Japanese kana beside Latin
        String text = "\u4E2D\u6587\uD840\uDC00 \u0E01\u0E02 ab\u3042c";

        // When
        List<String> words = cut(text, Words.of(text));

        // Then
        assertEquals(
                List.of(
                        "\u4E2D",
                        "\u6587",
                        "\uD840\uDC00",
                        "\u0E01",
                        "\u0E02",
                        "ab",
                        "\u3042",
                        "c"),
                words);
    }

    @Test
    void shouldNotSeeCaseSpaceAndPunctuation() {
        // Then
        assertArrayEquals(
                Words.of("the cat, the \u00C9l\u00E9phant").ngrams(2),
                Words.of("The CAT\n-- the \u00E9l\u00E9phant!").ngrams(2));
    }

    @Test
    void shouldHashARunOfWordsWhereverItStands() {
        // Given
        long[] front = Words.of("a b c d").ngrams(3);
        long[] back = Words.of("x y a b c d").ngrams(3);

        // Then
        assertEquals(2, front.length);
        assertEquals(4, back.length);
        assertEquals(front[0], back[2]);
        assertEquals(front[1], back[3]);
        assertEquals(back[2], Words.of("x y a b c d").ngram(2, 3));
        assertEquals(4, LongStream.of(back).distinct().count());
        assertNotEquals(Words.of("a b").ngrams(2)[0], Words.of("b a").ngrams(2)[0]);
    }

    @Test
    void shouldTakeAShortTextAsAWhole() {
        // Then
        assertEquals(1, Words.of("a b").ngrams(5).length);
        assertEquals(Words.of("a b").ngrams(5)[0], Words.of("A, B").ngrams(2)[0]);
        assertEquals(0, Words.of("?!").ngrams(5).length);
    }

    private static List<String> cut(String text, Words words) {
        List<String> cut = new ArrayList<>();
        for (int i = 0; i < words.count(); i++) {
            cut.add(text.substring(words.start(i), words.end(i)));
        }
        return cut;
    }
}
