package org.athanor.pretrain.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunOutcome;
import org.athanor.pretrain.device.DeviceMemory;
import org.athanor.pretrain.device.Engines;
import org.athanor.pretrain.evaluation.ValidationLoss;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.model.Plan;
import org.athanor.transformer.training.LanguageModelTrainer;
import org.athanor.transformer.training.TrainerSnapshot;
import org.jboss.logging.Logger;

/** Carries a training job from its first step, or its last checkpoint, to a published model. */
@ApplicationScoped
public class Training {

    private static final Logger LOG = Logger.getLogger(Training.class);

    private final Engines engines;
    private final DeviceMemory memory;
    private final ArtifactStore store;
    private final ObjectMapper json;

    Training(Engines engines, DeviceMemory memory, ArtifactStore store, ObjectMapper json) {
        this.engines = engines;
        this.memory = memory;
        this.store = store;
        this.json = json;
    }

    /** The same job gives the same artifact, however often it was interrupted. */
    public RunOutcome run(TrainingJob job, RunContext context)
            throws IOException, InterruptedException {
        Checkpoints checkpoints = new Checkpoints(store, json, context, job.parents());
        Optional<Checkpoints.Saved> saved = checkpoints.last();
        // Another replica's "auto" may have been another type; going on in this one would change
        // the
        // weights.
        TrainingJob same =
                saved.map(each -> job.withComputeType(each.state().computeType())).orElse(job);
        try (Engines.Turn turn =
                engines.turn(
                        same.recipe().computeType(),
                        "pretrain-service, run " + context.runId(),
                        context::ensureActive,
                        context::notice)) {
            return train(same, saved, checkpoints, turn, context);
        }
    }

    private RunOutcome train(
            TrainingJob job,
            Optional<Checkpoints.Saved> saved,
            Checkpoints checkpoints,
            Engines.Turn turn,
            RunContext context)
            throws IOException {
        Recipe recipe = job.recipe();
        StepMeter meter = new StepMeter(System::nanoTime, turn.peakFlops());
        try (JobModel start = JobModel.start(job, turn.engine());
                LanguageModelTrainer trainer =
                        new LanguageModelTrainer(
                                start.learner(),
                                turn.others(),
                                recipe.optimizer(),
                                recipe.schedule(),
                                recipe.recompute());
                CheckpointWriter writer =
                        new CheckpointWriter(
                                context.runId(),
                                copy(trainer, start.learner(), recipe),
                                checkpoints,
                                context::ensureActive)) {
            LanguageModel model = start.learner();
            TrainingState state = TrainingState.start(recipe, trainer.devices());
            if (saved.isPresent()) {
                state = saved.get().state();
                trainer.restore(saved.get().folder());
                noticeOtherDevices(state.devices(), trainer.devices(), context);
            }
            Recovery recovery =
                    new Recovery(trainer, checkpoints, writer, recipe, context, state.rollbacks());
            ValidationLoss validation =
                    new TrainingLoop(job, model, trainer, writer, recovery, meter, context)
                            .run(state);
            Manifest manifest = new ModelPublisher(store).publish(model, job, context);
            return new RunOutcome(
                    manifest.id(), figures(model, trainer, recipe, validation, recovery, meter));
        }
    }

    private static void noticeOtherDevices(int before, int now, RunContext context) {
        if (before != now) {
            context.notice(
                    "goes on on %d devices after %d: gradients are summed in another order, so the weights may differ in their last bits from those of an uninterrupted run"
                            .formatted(now, before));
        }
    }

    private StateCopy copy(LanguageModelTrainer trainer, LanguageModel model, Recipe recipe) {
        Plan plan =
                Plan.of(model.config(), recipe.batch(), recipe.sequence(), recipe.computeType())
                        .withRecompute(recipe.recompute());
        long bytes = TrainerSnapshot.bytes(plan.parameters());
        if (memory.hasHostRoom(plan, bytes)) {
            return StateCopy.inMemory(trainer);
        }
        LOG.infof(
                "memory is short of the %d MiB of a copy: training waits while a checkpoint's files are written",
                bytes >> 20);
        return StateCopy.onDisk(trainer);
    }

    private static Map<String, Object> figures(
            LanguageModel model,
            LanguageModelTrainer trainer,
            Recipe recipe,
            ValidationLoss validation,
            Recovery recovery,
            StepMeter meter) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("parameters", model.parameters());
        model.adapter().ifPresent(a -> figures.put("adapterParameters", a.parameters()));
        figures.put("steps", recipe.steps());
        figures.putAll(validation.figures());
        figures.put("rollbacks", recovery.rollbacks());
        figures.put("tokensPerSecond", meter.meanTokensPerSecond());
        figures.put("modelFlopsUtilisation", meter.meanUtilisation());
        figures.put("computeType", recipe.computeType().label());
        figures.put("devices", trainer.devices());
        figures.put("machine", model.engine().describe());
        return figures;
    }
}
