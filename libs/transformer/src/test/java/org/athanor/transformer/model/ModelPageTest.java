package org.athanor.transformer.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that explains the model quotes what runs. */
class ModelPageTest {

    private static final Path PAGE = Path.of("../../docs/model.md");
    private static final Path SCRIPTS = Path.of("src/main/resources");
    private static final Pattern QUOTE = Pattern.compile("```python\n(.*?)```", Pattern.DOTALL);

    @Test
    void shouldQuoteTheScriptsAsTheyAre() throws IOException {
        String scripts;
        try (Stream<Path> files = Files.walk(SCRIPTS)) {
            scripts =
                    files.filter(file -> file.toString().endsWith(".torchscript"))
                            .map(ModelPageTest::read)
                            .collect(Collectors.joining());
        }
        List<String> quotes =
                QUOTE.matcher(Files.readString(PAGE))
                        .results()
                        .map((MatchResult quote) -> quote.group(1))
                        .toList();
        assertTrue(quotes.size() > 10, quotes.size() + " quotes");
        for (String quote : quotes) {
            assertTrue(scripts.contains(quote), "no script has these lines any more:\n" + quote);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
