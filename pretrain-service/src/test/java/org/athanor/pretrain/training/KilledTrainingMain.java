package org.athanor.pretrain.training;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactFile;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.pretrain.device.Engines;

/**
 * A {@link TinyJob} on a mixture, in a process of its own that kills itself as a machine's failure does ({@code kill
 * -9}). Arguments: the store's folder, the file with the run's last checkpoint, and {@code never}, {@code
 * step=N,MICROS} (so long after step N has begun) or {@code write=N} (when this process's N-th checkpoint
 * is written and not published yet).
 */
public final class KilledTrainingMain {

    static final TinyJob JOB = new TinyJob(90, 6, List.of(26), 1, true);

    private KilledTrainingMain() {}

    public static void main(String[] arguments) throws Exception {
        String[] death = arguments[2].split("[=,]");
        ArtifactStore store = new DirectoryArtifactStore(Path.of(arguments[0]), Clock.systemUTC());
        if (death[0].equals("write")) {
            store = new FatalStore(store, Integer.parseInt(death[1]));
        }
        RecordedRun run =
                death[0].equals("step")
                        ? new FatalRun(
                                Path.of(arguments[1]),
                                Long.parseLong(death[1]),
                                Duration.ofNanos(1000 * Long.parseLong(death[2])))
                        : new RecordedRun(Path.of(arguments[1]));
        Manifest model = JOB.train(store, new Engines(), run);
        System.out.println("rollbacks " + run.notices.size());
        System.out.println("weights " + weights(model));
    }

    private static String weights(Manifest model) {
        return model.files().stream()
                .filter(file -> file.path().equals("model.safetensors"))
                .map(ArtifactFile::sha256)
                .findFirst()
                .orElseThrow();
    }

    private static void die() {
        kill("-9");
    }

    private static void kill(String signal) {
        try {
            new ProcessBuilder("kill", signal, Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot die", e);
        }
    }

    /** Dies somewhere in a step. */
    private static final class FatalRun extends RecordedRun {

        private final long step;
        private final Duration after;

        FatalRun(Path file, long step, Duration after) {
            super(file);
            this.step = step;
            this.after = after;
            kill("-0"); // so that the last one is quick
        }

        @Override
        public void metrics(long done, Map<String, Double> numbers) {
            super.metrics(done, numbers);
            if (done == step - 1) {
                System.out.println("in step " + step);
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        Thread.sleep(after);
                                    } catch (InterruptedException e) {
                                        Thread.currentThread().interrupt();
                                    }
                                    die();
                                });
            }
        }
    }

    /** Dies when a checkpoint's files are all there and none of them counts yet. */
    private record FatalStore(ArtifactStore store, int[] left) implements ArtifactStore {

        FatalStore(ArtifactStore store, int writes) {
            this(store, new int[] {writes});
        }

        @Override
        public ArtifactDraft draft(ArtifactKind kind) {
            return store.draft(kind);
        }

        @Override
        public ArtifactDraft repeatableDraft(ArtifactKind kind) {
            return store.repeatableDraft(kind);
        }

        @Override
        public Manifest publish(
                ArtifactDraft draft,
                List<ArtifactId> parents,
                Map<String, Object> configuration,
                UUID run) {
            if (draft.kind() == ArtifactKind.CHECKPOINT && --left[0] == 0) {
                System.out.println("in the write of a checkpoint");
                die();
            }
            return store.publish(draft, parents, configuration, run);
        }

        @Override
        public Artifact open(ArtifactId id) {
            return store.open(id);
        }

        @Override
        public Artifact open(ArtifactId id, ArtifactKind kind) {
            return store.open(id, kind);
        }

        @Override
        public Artifact glance(ArtifactId id, ArtifactKind kind) {
            return store.glance(id, kind);
        }

        @Override
        public Path file(ArtifactId id, ArtifactKind kind, String path) {
            return store.file(id, kind, path);
        }

        @Override
        public Optional<Manifest> find(ArtifactId id) {
            return store.find(id);
        }

        @Override
        public List<Manifest> list(ArtifactKind kind) {
            return store.list(kind);
        }

        @Override
        public boolean deleteUnused(ArtifactId id, ArtifactKind kind) {
            return store.deleteUnused(id, kind);
        }

        @Override
        public void delete(ArtifactId id) {
            store.delete(id);
        }
    }
}
