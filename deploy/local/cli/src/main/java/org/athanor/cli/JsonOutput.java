package org.athanor.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/**
 * The option {@code --json [FILE]} of every command, as a picocli mixin. Without a file the JSON is all that standard
 * output carries; with one, the words for people stay on standard output.
 */
public final class JsonOutput {

    private static final String STANDARD_OUTPUT = "-";

    private static final ObjectMapper MAPPER =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .addModule(new Jdk8Module())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build();

    @Option(
            names = "--json",
            arity = "0..1",
            fallbackValue = STANDARD_OUTPUT,
            paramLabel = "FILE",
            description =
                    "Print the result as JSON, or write it to FILE (then put the option last, or say --json=FILE).")
    private String target;

    /** Whether standard output is the JSON's alone. */
    public boolean ownsStandardOutput() {
        return STANDARD_OUTPUT.equals(target);
    }

    /**
     * Writes the result where it was asked for.
     *
     * @param result a record, a map or a tree, as Jackson writes it
     * @param words prints the same for people; not called when standard output is the JSON's
     */
    public void write(Object result, Runnable words) {
        try {
            if (ownsStandardOutput()) {
                System.out.println(MAPPER.writeValueAsString(result));
                return;
            }
            if (target != null) {
                Files.writeString(
                        Path.of(target),
                        MAPPER.writeValueAsString(result) + System.lineSeparator());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the JSON to " + target, e);
        }
        words.run();
    }
}
