package org.athanor.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class JsonOutputTest {

    private static final Map<String, Integer> RESULT = Map.of("answer", 42);

    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

    @TempDir Path directory;

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(captured, true, UTF_8));
    }

    @AfterEach
    void release() {
        System.setOut(standardOutput);
    }

    @Test
    void shouldPrintNothingButJson() throws Exception {
        parse("--json").write(RESULT, () -> System.out.println("words"));

        assertEquals(RESULT, new ObjectMapper().readValue(captured.toString(UTF_8), Map.class));
    }

    @Test
    void shouldWriteTheFileAndKeepTheWords() throws Exception {
        Path file = directory.resolve("result.json");

        parse("--json", file.toString()).write(RESULT, () -> System.out.print("words"));

        assertEquals(RESULT, new ObjectMapper().readValue(Files.readString(file), Map.class));
        assertEquals("words", captured.toString(UTF_8));
    }

    @Test
    void shouldPrintWordsWhenNobodyAskedForJson() {
        parse().write(RESULT, () -> System.out.print("words"));

        assertEquals("words", captured.toString(UTF_8));
    }

    private static JsonOutput parse(String... arguments) {
        JsonOutput json = new JsonOutput();
        new CommandLine(new Command(json)).parseArgs(arguments);
        return json;
    }

    @CommandLine.Command
    private record Command(@CommandLine.Mixin JsonOutput json) {}
}
