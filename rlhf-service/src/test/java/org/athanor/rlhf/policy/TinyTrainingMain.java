package org.athanor.rlhf.policy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.run.RunCheckpoint;
import org.athanor.kit.run.RunContext;
import org.athanor.transformer.engine.Engine;

/**
 * {@link TinyTraining} in a process of its own. Arguments: the prompts' folder, the store's, and the step in
 * which it waits to be killed (0 for none).
 */
public final class TinyTrainingMain {

    private TinyTrainingMain() {}

    public static void main(String[] arguments) throws Exception {
        Path store = Path.of(arguments[1]);
        try (Engine engine = Engine.open()) {
            TinyTraining.Outcome outcome =
                    TinyTraining.train(
                            engine,
                            Path.of(arguments[0]),
                            TinyTraining.parameters(4, Map.of()),
                            new FileContext(
                                    store.resolveSibling("checkpoint-of-the-killed"),
                                    Integer.parseInt(arguments[2])),
                            store);
            System.out.println("weights " + outcome.weights());
        }
    }

    /** Remembers the last checkpoint in a file, as the run table does in the database. */
    private record FileContext(Path file, int lastStep) implements RunContext {

        private static int steps;

        @Override
        public UUID runId() {
            return new UUID(1, 2);
        }

        @Override
        public int attempt() {
            return 1;
        }

        @Override
        public void ensureActive() {
            steps++;
            System.out.println("step " + steps);
            while (steps == lastStep) {
                LockSupport.park();
            }
        }

        @Override
        public void progress(long done, long total, String unit) {}

        @Override
        public void metrics(long step, Map<String, Double> numbers) {}

        @Override
        public void notice(String message) {}

        @Override
        public void checkpointed(long step, ArtifactId checkpoint, OptionalDouble validationLoss) {
            try {
                Files.writeString(file, step + " " + checkpoint);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void published(Manifest manifest) {}

        @Override
        public Optional<RunCheckpoint> lastCheckpoint() {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            try {
                String[] words = Files.readString(file).split(" ", 2);
                System.out.println("resumes after iteration " + words[0]);
                return Optional.of(
                        new RunCheckpoint(Long.parseLong(words[0]), new ArtifactId(words[1])));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Path workDirectory() {
            throw new UnsupportedOperationException("no scratch folder here");
        }
    }
}
