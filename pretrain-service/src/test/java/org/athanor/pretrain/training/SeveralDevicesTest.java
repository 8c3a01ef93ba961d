package org.athanor.pretrain.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.kit.run.RunOutcome;
import org.athanor.pretrain.device.Engines;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.training.OptimizerConfig;
import org.athanor.transformer.training.Schedule;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings on several devices, each of which is the processor. */
class SeveralDevicesTest {

    private static final Engines ONE = engines(1);
    private static final Engines THREE = engines(3);
    private static final TinyJob JOB = new TinyJob(20, 5, List.of(), 3);

    @TempDir Path folder;
    private ArtifactStore store;

    private static Engines engines(int devices) {
        EngineOptions options = new EngineOptions("cpu", "f32", 2);
        return new Engines(() -> Collections.nCopies(devices, options));
    }

    @BeforeEach
    void makeStore() {
        store = new DirectoryArtifactStore(folder.resolve("store"), Clock.systemUTC());
    }

    @Test
    void shouldFollowTheLossCurveOfOneDeviceAndNameHowManyThereWere() throws Exception {
        // Given
        RecordedRun onOne = run("one");
        RecordedRun onThree = run("three");

        // When
        RunOutcome one = JOB.run(store, ONE, OptionalLong.empty(), onOne);
        RunOutcome three = JOB.run(store, THREE, OptionalLong.empty(), onThree);

        // Then
        assertEquals(1, one.figures().get("devices"));
        assertEquals(3, three.figures().get("devices"));
        assertEquals(20, onThree.metrics.size());
        for (int i = 0; i < onOne.metrics.size(); i++) {
            double loss = onOne.metrics.get(i).get("loss");
            assertEquals(loss, onThree.metrics.get(i).get("loss"), 1e-5 * loss, "step " + i);
        }
    }

    @Test
    void shouldGiveTheSameWeightsWhereverItWasInterrupted() throws Exception {
        // Given
        var whole = JOB.train(store, THREE, run("whole"));

        // When
        assertThrows(
                CancellationException.class,
                () -> JOB.train(store, THREE, interrupted("interrupted", 13)));
        RecordedRun again = run("interrupted");
        var resumed = JOB.train(store, THREE, again);

        // Then
        assertEquals(11, again.steps.getFirst());
        assertEquals(List.of(), again.notices);
        assertEquals(whole.id(), resumed.id());
    }

    @Test
    void shouldSayWhenItGoesOnOnAnotherNumberOfDevices() throws Exception {
        // Given
        assertThrows(
                CancellationException.class,
                () -> JOB.train(store, THREE, interrupted("moved", 13)));
        RecordedRun again = run("moved");

        // When
        RunOutcome outcome = JOB.run(store, ONE, OptionalLong.empty(), again);

        // Then
        assertEquals(1, outcome.figures().get("devices"));
        assertEquals(20, again.steps.getLast());
        assertEquals(1, again.notices.size(), again.notices.toString());
        String notice = again.notices.getFirst();
        assertTrue(notice.startsWith("goes on on 1 devices after 3: "), notice);
    }

    @Test
    void shouldPlanForWhatOneDeviceHoldsAtOnce() {
        assertEquals(8, recipe(8, 1).rowsAtOnce(1));
        assertEquals(3, recipe(8, 1).rowsAtOnce(3));
        assertEquals(1, recipe(8, 1).rowsAtOnce(16));
        assertEquals(8, recipe(8, 4).rowsAtOnce(3));
        assertEquals(2, recipe(8, 3).rowsAtOnce(4));
    }

    private static Recipe recipe(int batch, int accumulation) {
        return new Recipe(
                1,
                batch,
                accumulation,
                16,
                1,
                ComputeType.F32,
                OptimizerConfig.pretraining(),
                Schedule.constant(1e-3),
                false,
                null,
                null,
                null);
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
}
