package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Reads sources into documents: skips, sets aside, filters, and hands on what is left. One run. */
final class CorpusReader {

    /** Takes the documents that are kept. */
    interface Sink {
        void accept(CorpusDocument document) throws IOException;
    }

    private final CorpusParameters parameters;
    private final CorpusConfig config;
    private final Sink sink;
    private final LongConsumer progress;
    private final SetAside setAside = new SetAside();
    private long read;
    private long blank;
    private long otherLanguage;
    private final Set<Object> seen = new HashSet<>();
    private final List<Map<String, Object>> ranges = new ArrayList<>();
    private long damagedSources;
    private String firstDamaged;
    private Form form;

    /** @param progress told after every document how many were read; may throw to stop */
    CorpusReader(
            CorpusParameters parameters, CorpusConfig config, Sink sink, LongConsumer progress) {
        this.parameters = parameters;
        this.config = config;
        this.sink = sink;
        this.progress = progress;
    }

    /** Reads one source; nothing when the limit is reached. */
    void read(Source source, OpenableSource openable) throws IOException {
        if (read >= parameters.end()) {
            return;
        }
        if (!seen.add(
                List.of(openable.identity(), source.format(), nullToEmpty(source.column())))) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "%s is read twice, from its byte 0 on: name each source once"
                            .formatted(openable.name()));
        }
        try {
            switch (openable) {
                case ByteSource bytes -> readStreams(source, bytes);
                case RecordSource records -> {
                    if (!records.range().isEmpty()) {
                        ranges.add(records.range());
                    }
                    try (RawDocuments documents = records.opener().open()) {
                        readDocuments(documents);
                    }
                }
            }
        } catch (DamagedSourceException e) {
            if (parameters.damagedSources() == CorpusParameters.Policy.FAIL) {
                throw e.withRemedy();
            }
            damagedSources++;
            firstDamaged = firstDamaged == null ? e.getMessage() : firstDamaged;
        }
    }

    private static String nullToEmpty(String text) {
        return text == null ? "" : text;
    }

    private void readStreams(Source source, ByteSource bytes) throws IOException {
        try (SourceStreams streams = SourceStreams.open(bytes, config)) {
            SourceInput next = streams.next();
            while (next != null) {
                try (SourceInput input = next) {
                    Format format =
                            source.format() == Format.AUTO
                                    ? Format.of(input.name())
                                    : source.format();
                    try (RawDocuments documents = format.documents(input, source, config)) {
                        readDocuments(documents);
                    }
                }
                next = read < parameters.end() ? streams.next() : null;
            }
        }
    }

    private void readDocuments(RawDocuments documents) throws IOException {
        RawDocument next = documents.next();
        while (next != null) {
            if (read++ >= parameters.skip()) {
                take(next);
            }
            progress.accept(read);
            next = read < parameters.end() ? documents.next() : null;
        }
    }

    /** Documents that the sources held, up to the limit. */
    long read() {
        return read;
    }

    long blank() {
        return blank;
    }

    long otherLanguage() {
        return otherLanguage;
    }

    SetAside setAside() {
        return setAside;
    }

    /** What was read of topics, as requests have it. */
    List<Map<String, Object>> ranges() {
        return ranges;
    }

    /** Sources that could not be read to their end. */
    long damagedSources() {
        return damagedSources;
    }

    /** What was wrong with the first of them, or null when there was none. */
    String firstDamaged() {
        return firstDamaged;
    }

    /** The form of all documents kept, or null when there is none. */
    Form form() {
        return form;
    }

    private void take(RawDocument raw) throws IOException {
        if (raw.isBlank()) {
            blank++;
            return;
        }
        try {
            keep(raw.parse(), raw);
        } catch (UnusableDocumentException e) {
            if (parameters.invalidDocuments() == CorpusParameters.Policy.FAIL) {
                throw new AthanorException(
                        ErrorCode.UNPROCESSABLE, raw.at() + " " + e.getMessage(), e);
            }
            setAside.add(raw, e);
        }
    }

    private void keep(Document document, RawDocument raw) throws IOException {
        if (document.isBlank()) {
            blank++;
            return;
        }
        if (form == null) {
            form = document.form();
        }
        if (document.form() != form) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "%s is of form %s, those before it of form %s: a corpus has one form"
                            .formatted(raw.at(), document.form().label(), form.label()));
        }
        boolean wanted =
                parameters.language() == null
                        || Languages.of(String.join(" ", document.texts()))
                                .equals(parameters.language());
        if (wanted) {
            sink.accept(new CorpusDocument(document, raw.provenance(), raw.language()));
        } else {
            otherLanguage++;
        }
    }
}
