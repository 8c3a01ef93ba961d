package org.athanor.reward.training;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunHandler;
import org.athanor.kit.run.RunOutcome;
import org.athanor.reward.RewardEngine;
import org.athanor.reward.snapshot.Snapshots;
import org.athanor.transformer.engine.MachineTurn;

/**
 * Runs of kind {@code reward-model}: freeze the feedback, learn from it, measure, normalise, publish.
 */
@ApplicationScoped
class RewardModelHandler implements RunHandler<RewardModelParameters> {

    private final ArtifactStore store;
    private final Snapshots snapshots;
    private final RewardCheckpoints checkpoints;
    private final RewardModelMaker maker;
    private final RewardEngine engine;

    RewardModelHandler(
            ArtifactStore store,
            Snapshots snapshots,
            RewardCheckpoints checkpoints,
            RewardModelMaker maker,
            RewardEngine engine) {
        this.store = store;
        this.snapshots = snapshots;
        this.checkpoints = checkpoints;
        this.maker = maker;
        this.engine = engine;
    }

    @Override
    public String kind() {
        return "reward-model";
    }

    @Override
    public Class<RewardModelParameters> parametersType() {
        return RewardModelParameters.class;
    }

    @Override
    public void validate(RewardModelParameters parameters) {
        ArtifactId model = parameters.model();
        ArtifactKind kind =
                store.find(model)
                        .map(Manifest::kind)
                        .orElseThrow(
                                () ->
                                        new AthanorException(
                                                ErrorCode.NOT_FOUND,
                                                "model: there is no artifact " + model));
        if (kind != ArtifactKind.MODEL) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "model: artifact %s is a %s, a model is needed".formatted(model, kind));
        }
    }

    @Override
    public RunOutcome execute(RewardModelParameters parameters, RunContext context)
            throws IOException, InterruptedException {
        Artifact model = store.open(parameters.model(), ArtifactKind.MODEL);
        RewardCheckpoints.Resume resume = resume(parameters, context);
        Artifact snapshot = store.open(resume.snapshot(), ArtifactKind.FEEDBACK_SNAPSHOT);
        // Scoring asks for no turn, so that it goes on whoever trains.
        try (MachineTurn.Held turn =
                MachineTurn.of(engine.get())
                        .take(
                                "reward-service, run " + context.runId(),
                                context::ensureActive,
                                context::notice)) {
            RewardModelMaker.Made made = maker.make(parameters, model, snapshot, resume, context);
            return new RunOutcome(made.artifact(), figures(made, snapshot));
        }
    }

    private RewardCheckpoints.Resume resume(RewardModelParameters parameters, RunContext context)
            throws IOException {
        var last = checkpoints.last(context);
        if (last.isPresent()) {
            return last.get();
        }
        Manifest snapshot = snapshots.freeze(parameters.selection(), context.runId());
        context.published(snapshot);
        return checkpoints.begin(parameters.model(), snapshot.id(), context);
    }

    private static Map<String, Object> figures(RewardModelMaker.Made made, Artifact snapshot) {
        Map<String, Object> figures = new TreeMap<>();
        figures.put("snapshot", snapshot.id().value());
        figures.put("pairs", made.card().pairs());
        figures.put("validationPairs", made.validationPairs());
        figures.put("unusable", made.unusable());
        figures.put("steps", made.steps());
        figures.put("accuracy", made.card().accuracy());
        figures.put("lengthBaselineAccuracy", made.card().lengthBaselineAccuracy());
        figures.put("accuracyByAnnotator", made.card().accuracyByAnnotator());
        figures.put("brier", made.card().brier());
        figures.put("trainAccuracy", made.card().trainAccuracy());
        figures.put("gain", made.card().gain());
        figures.put("bias", made.card().bias());
        return figures;
    }
}
