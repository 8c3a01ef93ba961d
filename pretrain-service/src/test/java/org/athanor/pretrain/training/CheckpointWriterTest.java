package org.athanor.pretrain.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.kit.json.AthanorJson;
import org.athanor.pretrain.evaluation.ValidationLoss;
import org.athanor.transformer.dataset.Mixture;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.training.TrainingGuard;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointWriterTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    @TempDir Path folder;
    private ArtifactStore store;
    private RecordedRun run;

    @BeforeEach
    void makeStore() {
        store = new DirectoryArtifactStore(folder.resolve("store"), Clock.systemUTC());
        run = new RecordedRun(folder.resolve("last-checkpoint"));
    }

    @Test
    void shouldTellTheRunOfACheckpointOnceItIsInTheStore() throws IOException {
        // Given
        boolean[] there = {false};
        run =
                new RecordedRun(folder.resolve("last-checkpoint")) {
                    @Override
                    public void checkpointed(
                            long step, ArtifactId artifact, OptionalDouble validationLoss) {
                        there[0] = store.open(artifact).has("state.json");
                        super.checkpointed(step, artifact, validationLoss);
                    }
                };

        // When
        try (CheckpointWriter writer = writer(new Written(), () -> {})) {
            writer.take(state(7), ValidationLoss.NONE);
            writer.confirm();
            writer.finish();
        }

        // Then
        assertTrue(there[0]);
        assertEquals(List.of(7L), run.checkpoints);
    }

    @Test
    void shouldWriteNothingThatWasNotConfirmed() throws IOException {
        // When
        try (CheckpointWriter writer = writer(new Written(), () -> {})) {
            writer.take(state(1), ValidationLoss.NONE);
            writer.discard();
            writer.confirm();
            writer.take(state(2), ValidationLoss.NONE);
            writer.take(state(3), ValidationLoss.NONE);
            writer.finish();
        }

        // Then
        assertEquals(List.of(), run.checkpoints);
        assertEquals(List.of(), store.list(ArtifactKind.CHECKPOINT));
        assertEquals(0, drafts());
    }

    @Test
    void shouldGoOnWhileItWritesAndKeepTheOrder() throws IOException {
        // Given: a write that hangs until the third look at the run
        CountDownLatch looks = new CountDownLatch(3);
        Written copy =
                new Written() {
                    @Override
                    public void write(Path target) throws IOException {
                        awaitThe(looks);
                        super.write(target);
                    }
                };

        // When
        try (CheckpointWriter writer = writer(copy, looks::countDown)) {
            writer.take(state(1), ValidationLoss.NONE);
            writer.confirm();
            writer.throwIfFailed();
            assertEquals(List.of(), run.checkpoints);
            writer.take(state(2), ValidationLoss.NONE);
            assertEquals(List.of(1L), run.checkpoints, "one copy at a time");
            writer.confirm();
            writer.finish();
        }

        // Then
        assertEquals(List.of(1L, 2L), run.checkpoints);
    }

    @Test
    void shouldFailTheNextStepWithTheReasonOfTheWrite() throws IOException {
        // Given
        Written copy =
                new Written() {
                    @Override
                    public void write(Path target) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        try (CheckpointWriter writer = writer(copy, () -> {})) {
            writer.take(state(1), ValidationLoss.NONE);
            writer.confirm();

            // When, Then
            IOException failure = assertThrows(IOException.class, writer::finish);
            assertEquals("No space left on device", failure.getMessage());
            assertThrows(IOException.class, writer::throwIfFailed);
        }
        assertEquals(0, drafts());
    }

    @Test
    void shouldStopWaitingWhenTheRunIsCancelled() throws IOException {
        // Given
        CountDownLatch never = new CountDownLatch(1);
        Written copy =
                new Written() {
                    @Override
                    public void write(Path target) throws IOException {
                        awaitThe(never);
                    }
                };
        try (CheckpointWriter writer =
                writer(
                        copy,
                        () -> {
                            throw new CancellationException();
                        })) {
            writer.take(state(1), ValidationLoss.NONE);
            writer.confirm();

            // When, Then
            assertThrows(CancellationException.class, writer::finish);
        }

        // Then: the write was broken off before its copy was freed
        assertTrue(copy.closed);
        assertEquals(List.of(), run.checkpoints);
        assertEquals(0, drafts());
    }

    private CheckpointWriter writer(StateCopy copy, Runnable ensureActive) {
        return new CheckpointWriter(
                run.runId(),
                copy,
                new Checkpoints(store, AthanorJson.mapper(), run, List.of()),
                ensureActive,
                SHORT);
    }

    private static TrainingState state(long step) {
        return new TrainingState(
                step, Mixture.Position.START, 1, ComputeType.F32, TrainingGuard.State.START, 0, 1);
    }

    private long drafts() throws IOException {
        try (Stream<Path> tree = Files.walk(folder.resolve("store/.drafts"))) {
            return tree.filter(path -> path.getFileName().toString().startsWith("checkpoint-"))
                    .count();
        }
    }

    private static void awaitThe(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException("broken off", e);
        }
    }

    /** A state of one file. */
    private static class Written implements StateCopy {

        volatile boolean closed;

        @Override
        public void take(Path target) {}

        @Override
        public void write(Path target) throws IOException {
            Files.writeString(target.resolve("weights"), "weights");
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
