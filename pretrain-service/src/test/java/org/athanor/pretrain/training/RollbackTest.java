package org.athanor.pretrain.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.pretrain.device.Engines;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings whose data holds batches of noise. */
class RollbackTest {

    private static final Engines ENGINES = new Engines();

    @TempDir Path folder;
    private ArtifactStore store;

    @BeforeEach
    void makeStore() {
        store = new DirectoryArtifactStore(folder.resolve("store"), Clock.systemUTC());
    }

    @Test
    void shouldGoBackToTheLastCheckpointAndPastTheBatchThatDidIt() throws Exception {
        // Given: checkpoints after every tenth step, and noise in the 25th batch
        RecordedRun run = run("noise");

        // When
        new TinyJob(40, 10, List.of(24), 1).train(store, ENGINES, run);

        // Then
        assertEquals(
                concat(LongStream.rangeClosed(1, 25), LongStream.rangeClosed(21, 40)), run.steps);
        assertEquals(1, run.notices.size(), run.notices.toString());
        String notice = run.notices.getFirst();
        assertTrue(notice.startsWith("step 25 of 40: loss "), notice);
        assertTrue(
                notice.endsWith(
                        "back to the checkpoint of step 20 and past the data since (rollback 1 of 2)"),
                notice);
        assertEquals(0, run.metrics.get(24).get("rollbacks"));
        assertEquals(1, run.metrics.get(25).get("rollbacks"));
        assertTrue(
                run.metrics.getLast().get("loss") < run.metrics.get(24).get("loss") / 2,
                "learns on: " + run.metrics);
    }

    @Test
    void shouldLetASingleStrangeBatchPassWhenItIsPatient() throws Exception {
        // Given
        RecordedRun run = run("patient");

        // When
        new TinyJob(40, 10, List.of(24), 4).train(store, ENGINES, run);

        // Then
        assertEquals(concat(LongStream.rangeClosed(1, 40), LongStream.empty()), run.steps);
        assertEquals(List.of(), run.notices);
    }

    @Test
    void shouldNotSaveWhatMayBeHarmed() throws Exception {
        // Given: noise in the batch of step 20, after which a checkpoint is due
        RecordedRun run = run("suspect");

        // When
        new TinyJob(40, 10, List.of(19), 4).train(store, ENGINES, run);

        // Then
        assertEquals(List.of(10L, 30L), run.checkpoints);
    }

    @Test
    void shouldFailAfterTheMostRollbacksAndSayWhatIsKept() {
        // Given: noise once more than it may go back
        TinyJob job = new TinyJob(60, 10, List.of(24, 35, 46), 1);

        // When
        AthanorException failure =
                assertThrows(
                        AthanorException.class, () -> job.train(store, ENGINES, run("hopeless")));

        // Then
        String reason = failure.getMessage();
        assertTrue(reason.startsWith("training diverged at step "), reason);
        assertTrue(reason.contains("it went back 2 times, which is all that"), reason);
        assertTrue(reason.endsWith(" is kept"), reason);
    }

    @Test
    void shouldGiveTheSameWeightsWhereverItWasInterrupted() throws Exception {
        // Given
        TinyJob job = new TinyJob(40, 10, List.of(24), 1);
        var whole = job.train(store, ENGINES, run("whole"));

        // When: interrupted before the noise, after the rollback, and after the next checkpoint
        for (int look : new int[] {23, 28, 37}) {
            String name = "interrupted-" + look;
            assertThrows(
                    CancellationException.class,
                    () -> job.train(store, ENGINES, interrupted(name, look)));
            RecordedRun again = run(name);
            var resumed = job.train(store, ENGINES, again);

            // Then
            assertNotEquals(1L, again.steps.getFirst());
            assertEquals(whole.id(), resumed.id());
        }
    }

    @Test
    void shouldGiveTheSameWeightsWhereMemoryIsShort() throws Exception {
        // Given
        TinyJob job = new TinyJob(40, 10, List.of(24), 1);
        RecordedRun plenty = run("plenty");
        RecordedRun little = run("little");

        // When: there is none for a copy, so the files are written at once
        var whole = job.train(store, ENGINES, plenty);
        var inPlace = job.train(store, ENGINES, OptionalLong.of(0), little);

        // Then
        assertEquals(whole.id(), inPlace.id());
        assertEquals(List.of(10L, 20L, 30L), little.checkpoints);
        assertEquals(plenty.checkpoints, little.checkpoints);
    }

    private RecordedRun run(String name) {
        return new RecordedRun(folder.resolve(name));
    }

    private RecordedRun interrupted(String name, int step) {
        return new RecordedRun(folder.resolve(name)) {
            @Override
            public void ensureActive() {
                if (steps.size() == step) {
                    throw new CancellationException();
                }
            }
        };
    }

    private static List<Long> concat(LongStream first, LongStream second) {
        return LongStream.concat(first, second).boxed().toList();
    }
}
