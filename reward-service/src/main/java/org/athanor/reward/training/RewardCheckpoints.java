package org.athanor.reward.training;

import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.run.RunContext;
import org.athanor.transformer.reward.RewardTrainer;

/**
 * Checkpoints of reward model runs. The first is written as soon as the feedback is frozen, so that a
 * resumed run learns from the same judgements; it holds no weights, because these follow from the
 * seed.
 */
@ApplicationScoped
class RewardCheckpoints {

    private static final String STATE = "state.json";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final ArtifactStore store;

    RewardCheckpoints(ArtifactStore store) {
        this.store = store;
    }

    /**
     * Where a run can resume.
     *
     * @param step steps that are done
     * @param snapshot the feedback that it learns from
     * @param files null when no step is done
     */
    record Resume(long step, ArtifactId snapshot, Artifact files) {

        void restore(RewardTrainer trainer) throws IOException {
            if (step > 0) {
                trainer.restore(files.directory());
            }
        }
    }

    private record State(long step, String snapshot) {}

    Optional<Resume> last(RunContext context) throws IOException {
        if (context.lastCheckpoint().isEmpty()) {
            return Optional.empty();
        }
        Artifact files =
                store.open(context.lastCheckpoint().get().artifact(), ArtifactKind.CHECKPOINT);
        State state = MAPPER.readValue(files.file(STATE).toFile(), State.class);
        return Optional.of(new Resume(state.step(), new ArtifactId(state.snapshot()), files));
    }

    /** The feedback is frozen and no step is done. */
    Resume begin(ArtifactId model, ArtifactId snapshot, RunContext context) throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.CHECKPOINT)) {
            publish(draft, 0, List.of(model, snapshot), context);
        }
        return new Resume(0, snapshot, null);
    }

    void save(RewardTrainer trainer, ArtifactId model, ArtifactId snapshot, RunContext context)
            throws IOException {
        try (ArtifactDraft draft = store.draft(ArtifactKind.CHECKPOINT)) {
            trainer.saveCheckpoint(draft.directory());
            publish(draft, trainer.steps(), List.of(model, snapshot), context);
        }
    }

    private void publish(
            ArtifactDraft draft, long step, List<ArtifactId> parents, RunContext context)
            throws IOException {
        State state = new State(step, parents.getLast().value());
        Files.write(draft.file(STATE), MAPPER.writeValueAsBytes(state));
        // Named by the run as well: a run deletes its own checkpoints, never those of its twin.
        Map<String, Object> configuration = Map.of("run", context.runId().toString(), "step", step);
        Manifest manifest = store.publish(draft, parents, configuration, context.runId());
        context.checkpointed(step, manifest.id());
    }
}
