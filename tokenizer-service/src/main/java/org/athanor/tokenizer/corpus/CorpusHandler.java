package org.athanor.tokenizer.corpus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.athanor.tokenizer.cleaning.Cleaner;
import org.athanor.tokenizer.cleaning.Cleaning;
import org.athanor.tokenizer.cleaning.CleaningReport;
import org.athanor.tokenizer.cleaning.Extended;

/** Runs of kind {@code corpus}: sources in, a corpus artifact out. */
@ApplicationScoped
class CorpusHandler implements RunHandler<CorpusParameters> {

    /** Of parameters in the manifest: steps that are left out are not named. */
    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private final ArtifactStore artifacts;
    private final SourceResolver resolver;
    private final CorpusConfig config;
    private final Cleaning cleaning;
    private final MeterRegistry meters;

    CorpusHandler(
            ArtifactStore artifacts,
            SourceResolver resolver,
            CorpusConfig config,
            Cleaning cleaning,
            MeterRegistry meters) {
        this.artifacts = artifacts;
        this.resolver = resolver;
        this.config = config;
        this.cleaning = cleaning;
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
        if (parameters.cleaning() != null) {
            cleaning.validate(parameters.cleaning());
        }
        parameters.sources().forEach(resolver::check);
        CorpusBase.of(artifacts, parameters.parent());
    }

    @Override
    public RunOutcome execute(CorpusParameters parameters, RunContext context) throws IOException {
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.CORPUS)) {
            CorpusReader reader;
            CorpusBase base = CorpusBase.of(artifacts, parameters.parent());
            CleaningReport cleaned = null;
            CorpusFile file = base.addition(draft);
            try (file) {
                if (parameters.cleaning() == null) {
                    reader = read(parameters, context, file::write);
                } else {
                    try (Cleaner<CorpusDocument> cleaner =
                            cleaner(parameters, context, base.extended(draft), file)) {
                        reader = read(parameters, context, cleaner::accept);
                        cleaned = cleaner.finish();
                    }
                    cleaned.write(draft.file(CleaningReport.FILE_NAME));
                }
            }
            if (file.documents() == 0) {
                throw new AthanorException(
                        ErrorCode.UNPROCESSABLE, whyEmpty(parameters, reader, cleaned));
            }
            base.requireForm(reader.form());
            base.keepFingerprints(draft);
            count(file, reader);
            Manifest manifest =
                    artifacts.publish(
                            draft,
                            base.parents(),
                            configuration(parameters, base, file, reader),
                            context.runId());
            return new RunOutcome(manifest.id(), figures(base, file, reader, cleaned));
        }
    }

    private Cleaner<CorpusDocument> cleaner(
            CorpusParameters parameters, RunContext context, Extended extended, CorpusFile file)
            throws IOException {
        Path folder = Files.createDirectories(context.workDirectory().resolve("cleaning"));
        return cleaning.cleaner(
                parameters.cleaning(),
                new CorpusDocumentView(),
                extended,
                folder,
                file::write,
                context::ensureActive);
    }

    private CorpusReader read(
            CorpusParameters parameters, RunContext context, CorpusReader.Sink sink)
            throws IOException {
        long total = parameters.limit() == null ? 0 : parameters.end();
        CorpusReader reader =
                new CorpusReader(parameters, config, sink, read -> report(read, total, context));
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
            CorpusParameters parameters, CorpusBase base, CorpusFile file, CorpusReader reader) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("name", parameters.name());
        configuration.put("form", reader.form().label());
        configuration.put("documents", base.documents() + file.documents());
        configuration.put("bytes", base.textBytes() + file.textBytes());
        if (parameters.language() != null) {
            configuration.put("language", parameters.language());
        }
        if (parameters.cleaning() != null) {
            configuration.put("cleaning", JSON.convertValue(parameters.cleaning(), Map.class));
        }
        if (!reader.ranges().isEmpty()) {
            configuration.put("topics", reader.ranges());
        }
        return configuration;
    }

    private static Map<String, Object> figures(
            CorpusBase base, CorpusFile file, CorpusReader reader, CleaningReport cleaned) {
        Map<String, Object> figures = new HashMap<>();
        figures.put("form", reader.form().label());
        figures.put("documents", base.documents() + file.documents());
        figures.put("documentsAdded", file.documents());
        figures.put("bytes", base.textBytes() + file.textBytes());
        figures.put("documentsRead", reader.read());
        figures.put("blank", reader.blank());
        figures.put("otherLanguage", reader.otherLanguage());
        figures.put("setAside", reader.setAside().total());
        if (reader.setAside().total() > 0) {
            figures.put("setAsideByReason", reader.setAside().figures());
            figures.put("firstSetAside", reader.setAside().first());
        }
        if (cleaned != null) {
            figures.put("cleaning", cleaned.figures());
        }
        if (reader.damagedSources() > 0) {
            figures.put("damagedSources", reader.damagedSources());
            figures.put("firstDamagedSource", reader.firstDamaged());
        }
        return figures;
    }

    private static String whyEmpty(
            CorpusParameters parameters, CorpusReader reader, CleaningReport cleaned) {
        List<String> because = new ArrayList<>();
        because.add(reader.read() + " read");
        because.add(Math.min(reader.read(), parameters.skip()) + " skipped");
        because.add(reader.blank() + " blank");
        because.add(reader.otherLanguage() + " in another language");
        because.add(reader.setAside().total() + " set aside");
        if (cleaned != null) {
            because.addAll(cleaned.removed());
        }
        String what =
                parameters.parent() == null
                        ? "the corpus has no documents: "
                        : "nothing would be added to corpus %s: ".formatted(parameters.parent());
        String message = what + String.join(", ", because);
        String first =
                reader.firstDamaged() == null ? reader.setAside().first() : reader.firstDamaged();
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
