package org.athanor.tokenizer.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.run.RunContext;
import org.athanor.tokenizer.corpus.CorpusDocument;
import org.athanor.tokenizer.corpus.CorpusDocuments;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Publishes the report of a tokenizer or a dataset, an artifact made from it. */
@Singleton
public class Reports {

    private final ArtifactStore artifacts;
    private final ReportConfig config;
    private final ObjectMapper json;
    private final ReportPage page = new ReportPage();

    Reports(ArtifactStore artifacts, ReportConfig config, ObjectMapper json) {
        this.artifacts = artifacts;
        this.config = config;
        this.json = json.copy().enable(SerializationFeature.INDENT_OUTPUT);
    }

    /** How a tokenizer does on a sample of the corpus that it was trained on. */
    public ArtifactId ofTokenizer(
            ArtifactId id, Tokenizer tokenizer, Artifact corpus, RunContext context)
            throws IOException {
        CorpusSample sample =
                new CorpusSample(new CorpusDocuments(corpus), config.sampleBytes().asLongValue());
        TokenizerReport report =
                new TokenizerReporter(tokenizer, CorpusDocument::saidOrToldLanguage)
                        .report(id, corpus.id(), sample, context::ensureActive);
        return publish(report, page.of(report), "tokenizer", List.of(id, corpus.id()), context);
    }

    /**
     * What a dataset holds, measured before it is published: afterwards every file would be read once
     * more.
     *
     * @param configuration that it will be published with
     * @param folder with its shards
     */
    public MeasuredDataset measureDataset(
            Map<String, Object> configuration, Path folder, RunContext context) throws IOException {
        DatasetReport report =
                new DatasetReporter(context::ensureActive).report(configuration, folder);
        return dataset -> {
            DatasetReport named = report.of(dataset.value());
            return publish(named, page.of(named), "dataset", List.of(dataset), context);
        };
    }

    /** A dataset's report that does not know the dataset's id yet. */
    public interface MeasuredDataset {

        /** Publishes the report of what has now become this dataset. */
        ArtifactId publishFor(ArtifactId dataset) throws IOException;
    }

    private ArtifactId publish(
            Object report, String html, String about, List<ArtifactId> parents, RunContext context)
            throws IOException {
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.REPORT)) {
            json.writeValue(draft.file("report.json").toFile(), report);
            Files.writeString(draft.file("report.html"), html, StandardCharsets.UTF_8);
            return artifacts.publish(draft, parents, Map.of("report", about), context.runId()).id();
        }
    }
}
