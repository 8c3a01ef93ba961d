package org.athanor.tokenizer.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*.txt, a.txt, true",
        "*.txt, b/a.txt, false",
        "**.txt, b/a.txt, true",
        "books/**/*.txt, books/a.txt, true",
        "books/**/*.txt, books/x/y/a.txt, true",
        "books/**/*.txt, booksx/a.txt, false",
        "**/a.txt, a.txt, true",
        "**/a.txt, b/a.txt, true",
        "**/a.txt, b/ba.txt, false",
        "a?c/*, abc/d, true",
        "a?c/*, a/c/d, false",
        "*, '', true",
        "?, '', false",
        "a.txt, axtxt, false",
    })
    void shouldMatchWithinNamesAndOverFolders(String pattern, String path, boolean matches) {
        assertEquals(matches, new Glob(pattern).matches(path));
    }

    @Test
    void shouldKnowTheFolderThatAllItsPathsLieIn() {
        assertEquals("a/b/", new Glob("a/b/c*/d.txt").folder());
        assertEquals("", new Glob("c*/d.txt").folder());
        assertEquals("/data/", new Glob("/data/**/x").folder());
        assertTrue(Glob.isGlob("a?"));
        assertFalse(Glob.isGlob("a/b.txt"));
    }

    @Test
    void shouldNotExplode() {
        // Given: a backtracking matcher would need longer than there is time
        Glob glob = new Glob("*a".repeat(60) + "b");

        // Then
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30), () -> assertFalse(glob.matches("a".repeat(250))));
    }
}
