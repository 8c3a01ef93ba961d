package org.athanor.tokenizer.dataset;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.HashMap;
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
import org.athanor.tokenizer.codec.Tokenizers;
import org.athanor.tokenizer.corpus.CorpusDocuments;
import org.athanor.tokenizer.corpus.Form;
import org.athanor.tokenizer.report.Reports;
import org.athanor.transformer.dataset.ShardLayout;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.jboss.logging.Logger;

/** Runs of kind {@code dataset}: a corpus and a tokenizer in, token shards out. */
@ApplicationScoped
class DatasetHandler implements RunHandler<DatasetParameters> {

    private static final Logger LOG = Logger.getLogger(DatasetHandler.class);

    private final DatasetConfig config;
    private final ArtifactStore artifacts;
    private final Tokenizers tokenizers;
    private final Splits splits;
    private final PieceMemory memory;
    private final Reports reports;
    private final MeterRegistry meters;

    DatasetHandler(
            DatasetConfig config,
            ArtifactStore artifacts,
            Tokenizers tokenizers,
            Splits splits,
            PieceMemory memory,
            Reports reports,
            MeterRegistry meters) {
        this.config = config;
        this.artifacts = artifacts;
        this.tokenizers = tokenizers;
        this.splits = splits;
        this.memory = memory;
        this.reports = reports;
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
        artifacts.glance(parameters.corpus(), ArtifactKind.CORPUS); // the run will read it
        artifacts.glance(parameters.tokenizer(), ArtifactKind.TOKENIZER);
    }

    @Override
    public RunOutcome execute(DatasetParameters parameters, RunContext context)
            throws IOException, InterruptedException {
        CorpusDocuments corpus =
                new CorpusDocuments(artifacts.open(parameters.corpus(), ArtifactKind.CORPUS));
        Tokenizer tokenizer = tokenizers.get(parameters.tokenizer());
        ShardLayout layout =
                ShardLayout.indexed(tokenizer.vocabularySize(), corpus.form() != Form.TEXT)
                        .inShardsOf(config.shardBytes().asLongValue());
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.DATASET)) {
            DatasetJoin join = new DatasetJoin(draft.directory(), layout);
            try (join) {
                join(corpus, parameters, join, context);
            }
            requireBothSides(join, parameters.validationShare());
            meters.counter("athanor.dataset.tokens").increment(join.tokens());
            // As it is: models are asked whether they have this very tokenizer.
            artifacts
                    .open(parameters.tokenizer(), ArtifactKind.TOKENIZER)
                    .copy(Tokenizer.FILES, draft.directory());
            return publish(draft, join, corpus.form(), parameters, context);
        }
    }

    private RunOutcome publish(
            ArtifactDraft draft,
            DatasetJoin join,
            Form form,
            DatasetParameters parameters,
            RunContext context)
            throws IOException {
        Map<String, Object> configuration = new TreeMap<>(join.figures(form));
        configuration.put("validationShare", parameters.validationShare());
        configuration.put("seed", parameters.seed());
        Reports.MeasuredDataset report =
                reports.measureDataset(configuration, draft.directory(), context);
        Manifest manifest =
                artifacts.publish(
                        draft,
                        List.of(parameters.corpus(), parameters.tokenizer()),
                        configuration,
                        context.runId());
        memory.remember(join.remembered(manifest.id()));
        splits.forget(context.runId());
        Map<String, Object> figures = new HashMap<>(join.figures(form));
        figures.putAll(join.workFigures());
        figures.put("report", report.publishFor(manifest.id()).value());
        return new RunOutcome(manifest.id(), figures);
    }

    /** The pieces' documents in the corpus' order, asked for a stretch ahead of the joining. */
    private void join(
            CorpusDocuments corpus,
            DatasetParameters parameters,
            DatasetJoin join,
            RunContext context)
            throws IOException, InterruptedException {
        List<SplitRequested> pieces =
                corpus.ranges(config.splitBytes().asLongValue()).stream()
                        .map(range -> Splits.split(context.runId(), range, parameters))
                        .toList();
        int asked = 0;
        for (int next = 0; next < pieces.size(); next++) {
            if (asked < pieces.size() && asked - next <= config.piecesAhead() / 2) {
                int end = Math.min(pieces.size(), next + config.piecesAhead());
                splits.ask(pieces.subList(asked, end));
                asked = end;
            }
            append(pieces.get(next), join, context);
            context.progress(join.documents(), corpus.documents(), "documents");
        }
    }

    private void append(SplitRequested piece, DatasetJoin join, RunContext context)
            throws IOException, InterruptedException {
        while (true) {
            SplitRequests.Answer.Tokens tokens = splits.await(piece, context::ensureActive);
            Artifact artifact;
            try {
                artifact = artifacts.open(tokens.piece().artifact());
            } catch (AthanorException e) {
                if (e.code() != ErrorCode.CORRUPT_ARTIFACT && e.code() != ErrorCode.NOT_FOUND) {
                    throw e;
                }
                LOG.warnf("tokenizing a piece anew: %s", e.getMessage());
                memory.forget(tokens.piece().artifact());
                splits.askAgain(piece);
                continue;
            }
            join.append(tokens, artifact);
            return;
        }
    }

    private static void requireBothSides(DatasetJoin join, double validationShare) {
        String empty = null;
        if (join.train().documents() == 0) {
            empty = "training";
        } else if (join.validation().documents() == 0 && validationShare > 0) {
            empty = "validation";
        }
        if (empty != null) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "with a validationShare of %s none of the corpus' %d documents is for %s: use more documents or another share"
                            .formatted(validationShare, join.documents(), empty));
        }
    }
}
