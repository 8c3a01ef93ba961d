package org.athanor.reward.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchOrderTest {

    @Test
    void shouldShowEveryExampleOnceAnEpoch() {
        // Given
        List<PromptGroup> prompts = Examples.prompts(3, 1, 9, 2, 4, 1, 1);

        // When
        BatchOrder order = new BatchOrder(prompts, 4, 2, 7);

        // Then
        assertEquals(2 * 21, all(order).size());
        assertEquals(21, distinct(all(order)).size());
    }

    @Test
    void shouldKeepAPromptTogetherWhenItFits() {
        // Given
        List<PromptGroup> prompts = Examples.prompts(3, 3, 3, 2, 2, 1);

        // When
        BatchOrder order = new BatchOrder(prompts, 4, 1, 1);

        // Then
        for (PromptGroup prompt : prompts) {
            assertEquals(
                    1,
                    IntStream.range(0, order.steps())
                            .filter(
                                    step ->
                                            !Collections.disjoint(
                                                    distinct(order.batch(step)),
                                                    distinct(prompt.examples())))
                            .count());
        }
    }

    @Test
    void shouldNeverExceedABatch() {
        // When
        BatchOrder order = new BatchOrder(Examples.prompts(11, 1, 3, 6, 2), 4, 1, 3);

        // Then
        assertTrue(
                IntStream.range(0, order.steps()).allMatch(step -> order.batch(step).size() <= 4));
    }

    @Test
    void shouldFollowSeedAndEpochAlone() {
        // Given
        List<PromptGroup> prompts = Examples.prompts(1, 1, 1, 1, 1, 1, 1, 1, 1, 1);

        // When
        List<Example> once = all(new BatchOrder(prompts, 10, 2, 5));
        List<Example> again = all(new BatchOrder(prompts, 10, 2, 5));
        List<Example> otherSeed = all(new BatchOrder(prompts, 10, 2, 6));

        // Then
        assertEquals(identities(once), identities(again));
        assertNotEquals(identities(once), identities(otherSeed));
        assertNotEquals(identities(once.subList(0, 10)), identities(once.subList(10, 20)));
    }

    private static List<Example> all(BatchOrder order) {
        List<Example> all = new ArrayList<>();
        for (int step = 0; step < order.steps(); step++) {
            all.addAll(order.batch(step));
        }
        return all;
    }

    private static Set<Example> distinct(List<Example> examples) {
        Set<Example> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        distinct.addAll(examples);
        return distinct;
    }

    private static List<Integer> identities(List<Example> examples) {
        return examples.stream().map(System::identityHashCode).toList();
    }
}
