package org.athanor.rlhf.rollout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.athanor.kit.problem.AthanorException;
import org.athanor.transformer.dataset.TokenShardWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptsTest {

    @TempDir Path dataset;

    @Test
    void shouldCutADocumentBeforeItsFirstCountedToken() throws IOException {
        // Given
        write(new int[] {1, 7, 8, 2, 9, 4}, 4);

        // When
        try (Prompts prompts = Prompts.open(dataset, "train", 10)) {
            // Then
            assertArrayEquals(new int[] {1, 7, 8, 2}, prompts.first(5).getFirst());
        }
    }

    @Test
    void shouldLeaveOutPromptsThatAreEmptyOrTooLong() throws IOException {
        // Given: prompts of 0, 1, 3 and 4 tokens, and a document in which nothing counts
        try (TokenShardWriter writer = TokenShardWriter.create(dataset, "train", 10, true)) {
            for (int prompt : new int[] {0, 1, 3, 4, 5}) {
                writer.append(new int[] {1, 2, 3, 4, 5}, maskFrom(prompt, 5));
            }
        }

        // When
        try (Prompts prompts = Prompts.open(dataset, "train", 3)) {
            // Then
            assertEquals(2, prompts.size());
            assertEquals(1, prompts.first(2).get(0).length);
            assertEquals(3, prompts.first(2).get(1).length);
        }
    }

    @Test
    void shouldSayHowLongPromptsMayBeWhenNoneIsLeft() throws IOException {
        // Given
        write(new int[] {1, 2, 3, 4, 5}, 4);

        // When
        AthanorException refused =
                assertThrows(
                        AthanorException.class, () -> Prompts.open(dataset, "train", 3).close());

        // Then
        assertTrue(refused.getMessage().contains("1 to 3 tokens"), refused.getMessage());
    }

    @Test
    void shouldRefuseADatasetWithoutMask() throws IOException {
        // Given
        try (TokenShardWriter writer = TokenShardWriter.create(dataset, "train", 10, false)) {
            writer.append(new int[] {1, 2, 3});
        }

        // When
        AthanorException refused =
                assertThrows(
                        AthanorException.class, () -> Prompts.open(dataset, "train", 3).close());

        // Then
        assertTrue(refused.getMessage().contains("no loss mask"), refused.getMessage());
    }

    @Test
    void shouldVisitEveryPromptOnceBeforeAnyComesAgain() throws IOException {
        // Given: seven prompts told apart by their first token
        try (TokenShardWriter writer = TokenShardWriter.create(dataset, "train", 10, true)) {
            for (int document = 0; document < 7; document++) {
                writer.append(new int[] {document, 9}, maskFrom(1, 2));
            }
        }

        try (Prompts prompts = Prompts.open(dataset, "train", 3)) {
            // When: 21 prompts in batches of three
            List<Integer> visited = new ArrayList<>();
            for (int batch = 0; batch < 7; batch++) {
                prompts.batch(batch, 3, 5).forEach(prompt -> visited.add(prompt[0]));
            }

            // Then
            for (int pass = 0; pass < 3; pass++) {
                List<Integer> epoch = visited.subList(pass * 7, pass * 7 + 7);
                assertEquals(List.of(0, 1, 2, 3, 4, 5, 6), epoch.stream().sorted().toList());
            }
            assertArrayEquals(prompts.batch(4, 3, 5).get(1), prompts.batch(4, 3, 5).get(1));
        }
    }

    private void write(int[] document, int prompt) throws IOException {
        try (TokenShardWriter writer = TokenShardWriter.create(dataset, "train", 10, true)) {
            writer.append(document, maskFrom(prompt, document.length));
        }
    }

    private static boolean[] maskFrom(int start, int length) {
        boolean[] mask = new boolean[length];
        for (int i = start; i < length; i++) {
            mask[i] = true;
        }
        return mask;
    }
}
