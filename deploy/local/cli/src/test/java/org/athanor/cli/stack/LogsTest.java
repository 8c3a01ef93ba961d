package org.athanor.cli.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {

    @TempDir Path directory;

    @Test
    void shouldReadAndFollowTheEndOfALog() throws Exception {
        // Given
        Path log = directory.resolve("x.log");
        LogTail tail = new LogTail(log);
        assertEquals(List.of(), tail.last(10));
        Files.writeString(log, "one\ntwo\nthree\nunfin");

        // When, Then
        assertEquals(List.of("two", "three"), tail.last(2));
        Files.writeString(log, "one\ntwo\nthree\nunfinished\n");
        assertEquals(List.of("unfinished"), tail.added());
        Files.writeString(log, "new\n");
        assertEquals(List.of("new"), tail.added());
    }

    @Test
    void shouldReadAServicesLogAsAPersonDoes() {
        String json =
                "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"level\":\"INFO\",\"message\":\"step 3\","
                        + "\"mdc\":{\"runId\":\"r1\"}}";

        assertEquals(
                "2026-01-01T00:00:00Z INFO  [r1] step 3", LogLine.parse("pretrain", json).text());
        assertEquals("plain", LogLine.parse("kafka", "plain").text());
        assertEquals("{broken", LogLine.parse("kafka", "{broken").text());
    }
}
