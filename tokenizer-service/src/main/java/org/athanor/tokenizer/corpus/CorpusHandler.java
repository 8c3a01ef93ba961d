package org.athanor.tokenizer.corpus;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunHandler;
import org.athanor.kit.run.RunOutcome;

/** Runs of kind {@code corpus}: sources in, a corpus artifact out. */
@ApplicationScoped
class CorpusHandler implements RunHandler<CorpusParameters> {

    private final ArtifactStore artifacts;
    private final SourceResolver resolver;
    private final CorpusConfig config;
    private final MeterRegistry meters;

    CorpusHandler(
            ArtifactStore artifacts,
            SourceResolver resolver,
            CorpusConfig config,
            MeterRegistry meters) {
        this.artifacts = artifacts;
        this.resolver = resolver;
        this.config = config;
        this.meters = meters;
    }

    @Override
    public String kind() {
        return "corpus";
    }

    @Override
    public Class<CorpusParameters> parametersType() {
        return CorpusParameters.class;
    }

    @Override
    public void validate(CorpusParameters parameters) {
        String language = parameters.language();
        if (language != null && !Languages.known().contains(language)) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "language '%s' is not known, only %s".formatted(language, Languages.known()));
        }
        parameters.sources().forEach(resolver::resolve);
    }

    @Override
    public RunOutcome execute(CorpusParameters parameters, RunContext context) throws IOException {
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.CORPUS)) {
            CorpusReader reader;
            CorpusFile file = new CorpusFile(draft.file(CorpusDocuments.FILE_NAME));
            try (file) {
                reader = read(parameters, context, file);
            }
            if (file.documents() == 0) {
                throw new AthanorException(ErrorCode.UNPROCESSABLE, whyEmpty(parameters, reader));
            }
            count(file, reader);
            Manifest manifest =
                    artifacts.publish(
                            draft,
                            List.of(),
                            configuration(parameters, file, reader),
                            context.runId());
            return new RunOutcome(manifest.id(), figures(file, reader));
        }
    }

    private CorpusReader read(CorpusParameters parameters, RunContext context, CorpusFile file)
            throws IOException {
        long total = parameters.limit() == null ? 0 : parameters.end();
        CorpusReader reader =
                new CorpusReader(
                        parameters, config, file::write, read -> report(read, total, context));
        for (Source source : parameters.sources()) {
            for (OpenableSource openable : resolver.resolve(source)) {
                reader.read(source, openable);
            }
        }
        return reader;
    }

    private static void report(long read, long total, RunContext context) {
        context.ensureActive();
        context.progress(read, total, "documents");
    }

    private static Map<String, Object> configuration(
            CorpusParameters parameters, CorpusFile file, CorpusReader reader) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("name", parameters.name());
        configuration.put("form", reader.form().label());
        configuration.put("documents", file.documents());
        configuration.put("bytes", file.textBytes());
        if (parameters.language() != null) {
            configuration.put("language", parameters.language());
        }
        return configuration;
    }

    private static Map<String, Object> figures(CorpusFile file, CorpusReader reader) {
        Map<String, Object> figures = new HashMap<>();
        figures.put("form", reader.form().label());
        figures.put("documents", file.documents());
        figures.put("bytes", file.textBytes());
        figures.put("documentsRead", reader.read());
        figures.put("blank", reader.blank());
        figures.put("otherLanguage", reader.otherLanguage());
        figures.put("setAside", reader.setAside().total());
        if (reader.setAside().total() > 0) {
            figures.put("setAsideByReason", reader.setAside().figures());
            figures.put("firstSetAside", reader.setAside().first());
        }
        return figures;
    }

    private static String whyEmpty(CorpusParameters parameters, CorpusReader reader) {
        List<String> because = new ArrayList<>();
        because.add(reader.read() + " read");
        because.add(Math.min(reader.read(), parameters.skip()) + " skipped");
        because.add(reader.blank() + " blank");
        because.add(reader.otherLanguage() + " in another language");
        because.add(reader.setAside().total() + " set aside");
        String message = "the corpus has no documents: " + String.join(", ", because);
        String first = reader.setAside().first();
        return first == null ? message : message + "; " + first;
    }

    private void count(CorpusFile file, CorpusReader reader) {
        documents("kept", file.documents());
        documents("set_aside", reader.setAside().total());
        documents("other_language", reader.otherLanguage());
        documents("blank", reader.blank());
    }

    private void documents(String outcome, long count) {
        meters.counter("athanor.corpus.documents", "outcome", outcome).increment(count);
    }
}
