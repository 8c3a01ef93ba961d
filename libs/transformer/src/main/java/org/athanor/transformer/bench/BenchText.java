package org.athanor.transformer.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * What tokenizers are measured on.
 *
 * @param bytes of all documents in UTF-8
 */
record BenchText(String name, List<String> documents, long bytes) {

    private static final int MILLION = 1_000_000;

    BenchText {
        documents = List.copyOf(documents);
    }

    private static BenchText of(String name, List<String> documents) {
        long bytes = 0;
        for (String document : documents) {
            bytes += document.getBytes(StandardCharsets.UTF_8).length;
        }
        return new BenchText(name, documents, bytes);
    }

    /** Lines of a compressed file, a document each: Lucene's extract of Europarl, in many languages. */
    static BenchText europarl(Path gzip) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(gzip)),
                                StandardCharsets.UTF_8))) {
            return of("europarl", lines.lines().toList());
        }
    }

    /** What made tokenizers quadratic: a million letters, a million spaces, all of Unicode at random. */
    static List<BenchText> hard() {
        return List.of(
                of("a", List.of("a".repeat(MILLION))),
                of("spaces", List.of(" ".repeat(MILLION))),
                of("random", List.of(randomUnicode())));
    }

    private static String randomUnicode() {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder();
        while (text.length() < MILLION / 2) {
            int codePoint = random.nextInt(Character.MAX_CODE_POINT + 1);
            boolean surrogate =
                    codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
            text.appendCodePoint(surrogate ? 'q' : codePoint);
        }
        return text.toString();
    }

    /** Every so many-th document alone. */
    BenchText sample(int every) {
        List<String> some = new ArrayList<>();
        for (int i = 0; i < documents.size(); i += every) {
            some.add(documents.get(i));
        }
        return of(name, some);
    }
}
