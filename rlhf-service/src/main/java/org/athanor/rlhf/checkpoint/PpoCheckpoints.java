package org.athanor.rlhf.checkpoint;

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
import org.athanor.transformer.ppo.PpoTrainer;

/** Writes a run's checkpoints and finds its last. */
public final class PpoCheckpoints {

    private static final String STATE = "state.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArtifactStore store;
    private final RunContext context;
    private final List<ArtifactId> parents;

    /**
     * @param parents what the run was given
     */
    public PpoCheckpoints(ArtifactStore store, RunContext context, List<ArtifactId> parents) {
        this.store = store;
        this.context = context;
        this.parents = List.copyOf(parents);
    }

    /** Publishes the state after {@code progress.iteration()} iterations. */
    public void save(PpoTrainer trainer, PpoProgress progress) throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.CHECKPOINT)) {
            trainer.saveCheckpoint(draft.directory());
            JSON.writeValue(draft.file(STATE).toFile(), progress);
            Map<String, Object> configuration =
                    Map.of("of", "ppo", "iteration", progress.iteration());
            Manifest manifest = store.publish(draft, parents, configuration, context.runId());
            context.checkpointed(progress.iteration(), manifest.id());
        }
    }

    /** Brings the trainer to where the last checkpoint left it, if there is one. */
    public Optional<PpoProgress> restore(PpoTrainer trainer) throws IOException {
        Optional<RunCheckpoint> last = context.lastCheckpoint();
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Artifact checkpoint = store.open(last.get().artifact(), ArtifactKind.CHECKPOINT);
        Path state = checkpoint.file(STATE);
        trainer.restore(checkpoint.directory());
        return Optional.of(JSON.readValue(state.toFile(), PpoProgress.class));
    }
}
