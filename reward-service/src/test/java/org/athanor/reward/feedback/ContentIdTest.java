package org.athanor.reward.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ContentIdTest {

    @Test
    void shouldGiveTheSameContentTheSameIdOfVersionEight() {
        assertEquals(ContentId.of("a", "b"), ContentId.of("a", "b"));
        assertEquals(8, ContentId.of("a").version());
        assertEquals(2, ContentId.of("a").variant());
    }

    @Test
    void shouldTellFieldsApart() {
        assertNotEquals(ContentId.of("ab", "c"), ContentId.of("a", "bc"));
        assertNotEquals(ContentId.of("a", null), ContentId.of("a", ""));
        assertNotEquals(ContentId.of("a", "b"), ContentId.of("b", "a"));
    }
}
