package org.athanor.pretrain.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.run.RunCheckpoint;
import org.athanor.kit.run.RunContext;
import org.athanor.pretrain.evaluation.ValidationLoss;

/** The checkpoints of one run: weights, moments and {@link TrainingState}. Safe for several threads. */
final class Checkpoints {

    private static final String STATE = "state.json";

    private final ArtifactStore store;
    private final ObjectMapper json;
    private final RunContext context;
    private final List<ArtifactId> parents;

    Checkpoints(
            ArtifactStore store, ObjectMapper json, RunContext context, List<ArtifactId> parents) {
        this.store = store;
        this.json = json;
        this.context = context;
        this.parents = List.copyOf(parents);
    }

    /** @param folder with the trainer's files */
    record Saved(TrainingState state, Path folder) {}

    /** The newest one, verified. */
    Optional<Saved> last() throws IOException {
        Optional<RunCheckpoint> checkpoint = context.lastCheckpoint();
        if (checkpoint.isEmpty()) {
            return Optional.empty();
        }
        Artifact artifact = store.open(checkpoint.get().artifact(), ArtifactKind.CHECKPOINT);
        TrainingState state = json.readValue(artifact.file(STATE).toFile(), TrainingState.class);
        return Optional.of(new Saved(state, artifact.directory()));
    }

    /** A folder for the trainer's files, which becomes a checkpoint when it is published. */
    ArtifactDraft draft() {
        return store.draft(ArtifactKind.CHECKPOINT);
    }

    /**
     * Makes the draft the run's newest checkpoint; the run is told once it is on the disk.
     *
     * @param validation as measured at its step, else {@link ValidationLoss#NONE}
     */
    void publish(ArtifactDraft draft, TrainingState state, ValidationLoss validation)
            throws IOException {
        json.writeValue(draft.file(STATE).toFile(), state);
        Manifest manifest =
                store.publish(draft, parents, Map.of("step", state.step()), context.runId());
        context.checkpointed(state.step(), manifest.id(), validation.mean());
    }
}
