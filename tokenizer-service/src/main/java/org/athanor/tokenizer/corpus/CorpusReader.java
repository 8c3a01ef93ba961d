package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Reads sources into documents: skips, sets aside, filters, and hands on what is left. One run. */
final class CorpusReader {

    /** Takes the documents that are kept. */
    interface Sink {
        void accept(Document document) throws IOException;
    }

    private final CorpusParameters parameters;
    private final CorpusConfig config;
    private final Sink sink;
    private final LongConsumer progress;
    private final SetAside setAside = new SetAside();
    private long read;
    private long blank;
    private long otherLanguage;
    private Form form;

    /** @param progress told after every document how many were read; may throw to stop */
    CorpusReader(
            CorpusParameters parameters, CorpusConfig config, Sink sink, LongConsumer progress) {
        this.parameters = parameters;
        this.config = config;
        this.sink = sink;
        this.progress = progress;
    }

    /** Reads one stream; nothing when the limit is reached. */
    void read(Source source, OpenableSource openable) throws IOException {
        if (read >= parameters.end()) {
            return;
        }
        try (InputStream raw = openable.opener().open();
                SourceInput input =
                        new SourceInput(
                                openable.name(), raw, config.maxSourceBytes().asLongValue())) {
            Format format =
                    source.format() == Format.AUTO ? Format.of(openable.name()) : source.format();
            DocumentParser parser = new DocumentParser(format, source.column());
            RawDocuments documents =
                    format.documents(
                            input, source.passageBytes(), config.maxDocumentBytes().asLongValue());
            RawDocument next = documents.next();
            while (next != null) {
                if (read++ >= parameters.skip()) {
                    take(next, parser);
                }
                progress.accept(read);
                next = read < parameters.end() ? documents.next() : null;
            }
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

    /** The form of all documents kept, or null when there is none. */
    Form form() {
        return form;
    }

    private void take(RawDocument raw, DocumentParser parser) throws IOException {
        if (isBlank(raw.bytes())) {
            blank++;
            return;
        }
        try {
            keep(parser.parse(raw), raw);
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
            sink.accept(document);
        } else {
            otherLanguage++;
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte value : bytes) {
            if (value != ' ' && value != '\t' && value != '\r' && value != '\n') {
                return false;
            }
        }
        return true;
    }
}
