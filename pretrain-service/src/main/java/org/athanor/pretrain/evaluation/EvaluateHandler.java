package org.athanor.pretrain.evaluation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.LinkedHashMap;
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
import org.athanor.pretrain.dataset.Examples;
import org.athanor.pretrain.dataset.RowForm;
import org.athanor.pretrain.dataset.TokenDataset;
import org.athanor.pretrain.device.Engines;
import org.athanor.pretrain.model.StoredModel;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.decoding.PackedWeights;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.model.LanguageModel;

/** The run kind {@code evaluate}: what a model pays for a dataset's validation split. */
@ApplicationScoped
class EvaluateHandler implements RunHandler<EvaluateParameters> {

    private static final int USUAL_WINDOWS = 512;
    private static final int USUAL_BATCH = 16;
    private static final String INT8 = "int8";

    private final Engines engines;
    private final ArtifactStore store;
    private final ObjectMapper json;

    EvaluateHandler(Engines engines, ArtifactStore store, ObjectMapper json) {
        this.engines = engines;
        this.store = store;
        this.json = json.copy().enable(SerializationFeature.INDENT_OUTPUT);
    }

    @Override
    public String kind() {
        return "evaluate";
    }

    @Override
    public Class<EvaluateParameters> parametersType() {
        return EvaluateParameters.class;
    }

    @Override
    public void validate(EvaluateParameters parameters) {
        StoredModel model = StoredModel.open(store, parameters.model());
        TokenDataset dataset = TokenDataset.open(store, parameters.dataset());
        model.requireSameTokenizer(dataset);
        try (TokenShard shard = dataset.validation()) {
            requireRows(dataset, rows(dataset, shard, sequence(parameters, model), parameters));
        }
    }

    @Override
    public RunOutcome execute(EvaluateParameters parameters, RunContext context)
            throws InterruptedException, IOException {
        StoredModel stored = StoredModel.open(store, parameters.model());
        TokenDataset dataset = TokenDataset.open(store, parameters.dataset());
        int sequence = sequence(parameters, stored);
        ComputeType type = engines.computeType(parameters.computeType());
        try (TokenShard shard = dataset.validation();
                Engines.Turn turn =
                        engines.turn(
                                type,
                                "pretrain-service, run " + context.runId(),
                                context::ensureActive,
                                context::notice);
                LanguageModel model = stored.load(turn.engine())) {
            ValidationSet rows = rows(dataset, shard, sequence, parameters);
            requireRows(dataset, rows);
            ValidationLoss loss = measure(rows, model, dataset, parameters, context);
            requireFinite(stored, loss);
            Map<String, Object> report = report(stored, dataset, type, sequence, rows, loss);
            if (INT8.equals(parameters.weights())) {
                report.put("weights", INT8);
            }
            if (RowForm.WITHIN_DOCUMENTS.equals(parameters.attention())) {
                report.put("attention", RowForm.WITHIN_DOCUMENTS);
            }
            Manifest manifest = publish(report, parameters, context);
            return new RunOutcome(manifest.id(), report);
        }
    }

    private static ValidationLoss measure(
            ValidationSet rows,
            LanguageModel model,
            TokenDataset dataset,
            EvaluateParameters parameters,
            RunContext context) {
        if (!INT8.equals(parameters.weights())) {
            return rows.measure(model::logProbs, dataset.tokenizer(), context::ensureActive);
        }
        try (PackedWeights packed = new PackedWeights(model, PackedWeights.Precision.INT8)) {
            return rows.measure(packed::logProbs, dataset.tokenizer(), context::ensureActive);
        }
    }

    private static int sequence(EvaluateParameters parameters, StoredModel model) {
        int context = model.config().contextLength();
        int sequence = parameters.sequence() == null ? context : parameters.sequence();
        if (sequence > context) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "sequence %d is longer than the model's context of %d tokens"
                            .formatted(sequence, context));
        }
        return sequence;
    }

    private static ValidationSet rows(
            TokenDataset dataset, TokenShard shard, int sequence, EvaluateParameters parameters) {
        long wanted = parameters.windows() == null ? USUAL_WINDOWS : parameters.windows();
        int batch = parameters.batch() == null ? USUAL_BATCH : parameters.batch();
        if (dataset.hasMasks()) {
            return ValidationSet.ofExamples(new Examples(shard, sequence), wanted, batch);
        }
        return RowForm.WITHIN_DOCUMENTS.equals(parameters.attention())
                ? ValidationSet.ofDocuments(
                        shard, sequence, dataset.tokenizer().endOfText(), wanted, batch)
                : ValidationSet.ofWindows(shard, sequence, wanted, batch);
    }

    private static void requireRows(TokenDataset dataset, ValidationSet rows) {
        if (rows.isEmpty()) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the validation split of dataset %s has nothing to measure: build it with a larger validationShare"
                            .formatted(dataset.id()));
        }
    }

    private static void requireFinite(StoredModel model, ValidationLoss loss) {
        if (!loss.isFinite()) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the loss of model %s is not finite: its weights are of no use"
                            .formatted(model.id()));
        }
    }

    private static Map<String, Object> report(
            StoredModel model,
            TokenDataset dataset,
            ComputeType type,
            int sequence,
            ValidationSet rows,
            ValidationLoss loss) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", model.id().value());
        report.put("dataset", dataset.id().value());
        report.put("split", "validation");
        report.put("computeType", type.label());
        report.put("sequence", sequence);
        report.put("rows", rows.size());
        report.put("tokens", loss.tokens());
        report.put("bytes", loss.bytes());
        report.put("nats", loss.nats());
        report.putAll(loss.figures());
        return report;
    }

    private Manifest publish(
            Map<String, Object> report, EvaluateParameters parameters, RunContext context)
            throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.REPORT)) {
            json.writeValue(draft.file("report.json").toFile(), report);
            return store.publish(
                    draft,
                    List.of(parameters.model(), parameters.dataset()),
                    Map.of("report", "evaluation"),
                    context.runId());
        }
    }
}
