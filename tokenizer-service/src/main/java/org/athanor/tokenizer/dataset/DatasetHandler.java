package org.athanor.tokenizer.dataset;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunHandler;
import org.athanor.kit.run.RunOutcome;
import org.athanor.tokenizer.corpus.CorpusDocuments;
import org.athanor.tokenizer.corpus.Form;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Runs of kind {@code dataset}: a corpus and a tokenizer in, token shards out. */
@ApplicationScoped
class DatasetHandler implements RunHandler<DatasetParameters> {

    private final ArtifactStore artifacts;
    private final Splits splits;
    private final MeterRegistry meters;

    DatasetHandler(ArtifactStore artifacts, Splits splits, MeterRegistry meters) {
        this.artifacts = artifacts;
        this.splits = splits;
        this.meters = meters;
    }

    @Override
    public String kind() {
        return "dataset";
    }

    @Override
    public Class<DatasetParameters> parametersType() {
        return DatasetParameters.class;
    }

    @Override
    public void validate(DatasetParameters parameters) {
        artifacts.open(parameters.corpus(), ArtifactKind.CORPUS);
        artifacts.open(parameters.tokenizer(), ArtifactKind.TOKENIZER);
    }

    @Override
    public RunOutcome execute(DatasetParameters parameters, RunContext context)
            throws IOException, InterruptedException {
        Artifact corpus = artifacts.open(parameters.corpus(), ArtifactKind.CORPUS);
        Tokenizer tokenizer =
                Tokenizer.load(
                        artifacts.open(parameters.tokenizer(), ArtifactKind.TOKENIZER).directory());
        CorpusDocuments documents = new CorpusDocuments(corpus);
        List<SplitRequested> pieces = splits.request(context.runId(), documents, parameters);
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.DATASET)) {
            Map<String, Object> figures =
                    join(pieces, documents, tokenizer, parameters, draft, context);
            tokenizer.save(draft.directory());
            Map<String, Object> configuration = new TreeMap<>(figures);
            configuration.put("validationShare", parameters.validationShare());
            configuration.put("seed", parameters.seed());
            Manifest manifest =
                    artifacts.publish(
                            draft,
                            List.of(parameters.corpus(), parameters.tokenizer()),
                            configuration,
                            context.runId());
            splits.forget(context.runId());
            return new RunOutcome(manifest.id(), figures);
        }
    }

    /** The pieces' documents in the corpus' order, as if one replica had read it all. */
    private Map<String, Object> join(
            List<SplitRequested> pieces,
            CorpusDocuments corpus,
            Tokenizer tokenizer,
            DatasetParameters parameters,
            ArtifactDraft draft,
            RunContext context)
            throws IOException, InterruptedException {
        boolean masked = corpus.form() != Form.TEXT;
        int vocabulary = tokenizer.vocabularySize();
        try (var train = new SplitWriter(draft.directory(), "train", vocabulary, masked);
                var validation =
                        new SplitWriter(draft.directory(), "validation", vocabulary, masked)) {
            for (SplitRequested piece : pieces) {
                Artifact tokens =
                        artifacts.open(
                                splits.await(piece, context::ensureActive),
                                ArtifactKind.CHECKPOINT);
                train.append(tokens);
                validation.append(tokens);
                context.progress(
                        train.documents() + validation.documents(),
                        corpus.documents(),
                        "documents");
            }
            requireBothSides(train, validation, parameters.validationShare());
            meters.counter("athanor.dataset.tokens")
                    .increment(train.tokens() + validation.tokens());
            return figures(corpus.form(), train, validation);
        }
    }

    private static void requireBothSides(
            SplitWriter train, SplitWriter validation, double validationShare) {
        String empty = null;
        if (train.documents() == 0) {
            empty = "training";
        } else if (validation.documents() == 0 && validationShare > 0) {
            empty = "validation";
        }
        if (empty != null) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "with a validationShare of %s none of the corpus' %d documents is for %s: use more documents or another share"
                            .formatted(
                                    validationShare,
                                    train.documents() + validation.documents(),
                                    empty));
        }
    }

    private static Map<String, Object> figures(
            Form form, SplitWriter train, SplitWriter validation) {
        Map<String, Object> figures = new TreeMap<>();
        boolean masked = form != Form.TEXT;
        figures.put("form", form.label());
        train.describe(figures, masked);
        validation.describe(figures, masked);
        long tokens = train.tokens() + validation.tokens();
        figures.put("documents", train.documents() + validation.documents());
        figures.put("tokens", tokens);
        figures.put(
                "bytesPerToken", (double) (train.textBytes() + validation.textBytes()) / tokens);
        return figures;
    }
}
