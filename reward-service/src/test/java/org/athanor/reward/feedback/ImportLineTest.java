package org.athanor.reward.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportLineTest {

    @Test
    void shouldTakeAPromptAndTwoCompletions() {
        // When
        ImportLine line =
                ImportLine.parse(
                        "{\"prompt\": \"Say hi\", \"chosen\": \"Hi!\", \"rejected\": \"\", \"id\": 7}");

        // Then
        assertEquals(Prompt.ofText("Say hi"), line.prompt());
        assertEquals("Hi!", line.chosen());
        assertEquals("", line.rejected());
    }

    @Test
    void shouldSplitDialoguesAtTheLastAssistantTurn() {
        // Given
        String shared =
                "\\n\\nHuman: Hello\\n\\nAssistant: Hi.\\n\\nHuman: What is 2+2?\\n\\nAssistant:";

        // When
        ImportLine line =
                ImportLine.parse(
                        "{\"chosen\": \"%s 4.\", \"rejected\": \"%s Five.\\n\\nOr six.\"}"
                                .formatted(shared, shared));

        // Then
        assertEquals(
                List.of(
                        new Turn("user", "Hello"),
                        new Turn("assistant", "Hi."),
                        new Turn("user", "What is 2+2?")),
                line.prompt().turns());
        assertEquals("4.", line.chosen());
        assertEquals("Five.\n\nOr six.", line.rejected());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    nonsense | not JSON
                    [1, 2] | not a JSON object
                    {"chosen": "a"} | "rejected" must be a string
                    {"chosen": 1, "rejected": "b"} | "chosen" must be a string
                    {"prompt": "p", "chosen": "a", "rejected": "a"} | chosen and rejected are the same
                    {"prompt": " ", "chosen": "a", "rejected": "b"} | the user's last turn is blank
                    {"chosen": "a", "rejected": "b"} | there is no "prompt"
                    {"prompt": "p", "chosen": "a\\u0000", "rejected": "b"} | U+0000
                    {"prompt": "p", "chosen": "a\\ud800", "rejected": "b"} | half of a surrogate pair
                    {"chosen": "\\n\\nHuman: a", "rejected": "\\n\\nHuman: b"} | ends with a human turn
                    {"chosen": "\\n\\nAssistant: a", "rejected": "\\n\\nAssistant: b"} | no human turn
                    {"chosen": "\\n\\nHuman: a\\n\\nAssistant: x", "rejected": "\\n\\nHuman: b\\n\\nAssistant: y"} | two prompts
                    {"prompt": "p", "chosen": "a", "rejected": "b"} {} | not JSON
                    """)
    void shouldSayWhatIsWrongWithALine(String line, String reason) {
        // When
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> ImportLine.parse(line));

        // Then
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }
}
