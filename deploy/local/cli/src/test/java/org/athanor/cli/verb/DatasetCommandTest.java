package org.athanor.cli.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DatasetCommandTest {

    @Test
    void shouldShowATokenWhereItStands() throws IOException {
        // Given
        String answer =
                """
                {"token": 17, "indexInDocument": 2, "documentTokens": 9, "document": 4,
                 "corpus": "abc", "source": "a.txt", "offset": 120, "contentHash": "0f0f",
                 "excerpt": {"before": "the ca", "token": "t", "after": " sat"}}
                """;

        // When
        String text = DatasetCommand.Token.text(new ObjectMapper().readTree(answer));

        // Then
        assertEquals(
                "the ca[t] sat\n"
                        + "token 17, number 2 of 9 in document 4 of corpus abc\n"
                        + "a.txt at byte 120, sha256 0f0f…",
                text);
    }

    @Test
    void shouldSayThatAnOldDatasetKnowsNoSource() throws IOException {
        // When
        String text =
                DatasetCommand.Token.text(
                        new ObjectMapper()
                                .readTree("{\"token\": 17, \"corpus\": \"abc\", \"excerpt\": {}}"));

        // Then
        assertEquals(
                "[]\ntoken 17, number 0 of 0 in document (unknown) of corpus abc\n"
                        + "the dataset has no index: build it again to know the source",
                text);
    }
}
