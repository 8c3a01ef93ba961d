package org.athanor.tokenizer.corpus;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.athanor.tokenizer.corpus.CorpusParameters.Policy;

/** Sources read one after another, and what was kept of them. */
final class Reading {

    final List<CorpusDocument> kept = new ArrayList<>();
    final CorpusReader reader;
    private final Source source;

    Reading(Source source, CorpusConfig config, Policy invalid, Policy damaged) {
        this.source = source;
        this.reader =
                new CorpusReader(
                        new CorpusParameters(
                                "test",
                                List.of(source),
                                null,
                                null,
                                null,
                                invalid,
                                damaged,
                                null,
                                null),
                        config,
                        kept::add,
                        read -> {});
    }

    /** Everything by default but the policy of damaged sources. */
    Reading(Policy damaged) {
        this(source(Format.AUTO, null), TestConfig.DEFAULT, null, damaged);
    }

    static Reading of(String name, byte[] content) throws IOException {
        return new Reading(Policy.FAIL).read(name, content);
    }

    static Reading of(String name, byte[] content, String column) throws IOException {
        return new Reading(source(Format.AUTO, column), TestConfig.DEFAULT, null, null)
                .read(name, content);
    }

    Reading read(String name, byte[] content) throws IOException {
        return read(new ByteSource(name, () -> new ByteArrayInputStream(content)));
    }

    Reading read(OpenableSource openable) throws IOException {
        reader.read(source, openable);
        return this;
    }

    List<String> texts() {
        return kept.stream().flatMap(document -> document.texts().stream()).toList();
    }

    List<Document> documents() {
        return kept.stream().map(CorpusDocument::document).toList();
    }

    List<Provenance> places() {
        return kept.stream().map(CorpusDocument::provenance).toList();
    }

    /** Whose place is not looked at. */
    static Source source(Format format, String column) {
        return new Source(null, null, null, "r", null, null, null, null, format, column, null);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] gzip(String text) throws IOException {
        return gzip(bytes(text));
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        }
        return bytes.toByteArray();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
