package org.athanor.tokenizer.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.athanor.tokenizer.corpus.Document;
import org.athanor.transformer.tokenizer.ChatMessage;
import org.athanor.transformer.tokenizer.ChatMessage.Role;
import org.junit.jupiter.api.Test;

class DocumentSplitTest {

    @Test
    void shouldHoldOutAboutItsShare() {
        // Given
        DocumentSplit split = new DocumentSplit(0.2, 1);

        // When
        long heldOut =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> new Document.Text("document " + i))
                        .filter(split::isValidation)
                        .count();

        // Then: 2,000 within five standard deviations of 40
        assertEquals(2_000, heldOut, 200);
    }

    @Test
    void shouldHoldOutNothingOrNearlyEverything() {
        // Given
        Document document = new Document.Text("x");

        // Then
        assertEquals(false, new DocumentSplit(0.0, 1).isValidation(document));
        assertEquals(true, new DocumentSplit(1.0, 1).isValidation(document));
    }

    @Test
    void shouldKeepAPromptOnOneSideWithAllItsAnswers() {
        // Given
        DocumentSplit split = new DocumentSplit(0.5, 3);
        for (int i = 0; i < 200; i++) {
            String prompt = "prompt " + i;

            // When
            boolean first = split.isValidation(new Document.Completion(prompt, "an answer"));
            boolean second = split.isValidation(new Document.Completion(prompt, "another"));
            boolean chat = split.isValidation(chat(prompt, "an answer"));
            boolean otherChat = split.isValidation(chat(prompt, "another"));

            // Then
            assertEquals(first, second);
            assertEquals(chat, otherChat);
        }
    }

    @Test
    void shouldDivideOtherwiseWithAnotherSeed() {
        // Given
        List<Document> documents =
                IntStream.range(0, 100)
                        .<Document>mapToObj(i -> new Document.Text("d" + i))
                        .toList();

        // When
        List<Boolean> one =
                documents.stream().map(new DocumentSplit(0.5, 1)::isValidation).toList();
        List<Boolean> two =
                documents.stream().map(new DocumentSplit(0.5, 2)::isValidation).toList();

        // Then
        assertNotEquals(one, two);
    }

    private static Document chat(String prompt, String answer) {
        return new Document.Chat(
                List.of(
                        new ChatMessage(Role.USER, prompt),
                        new ChatMessage(Role.ASSISTANT, answer)));
    }
}
