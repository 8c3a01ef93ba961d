package org.athanor.pretrain.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnginesTest {

    private final Engines engines = new Engines();

    @AfterEach
    void close() {
        engines.close();
    }

    @Test
    void shouldOpenOneEngineForEachType() throws InterruptedException {
        // When
        Engine first = engineOf(ComputeType.F32);
        Engine second = engineOf(ComputeType.F32);
        Engine other = engineOf(ComputeType.BF16);

        // Then
        assertSame(first, second);
        assertEquals(ComputeType.F32, first.computeType());
        assertEquals(ComputeType.BF16, other.computeType());
        assertEquals(ComputeType.F32, engines.computeType("f32"));
        assertEquals(engines.automatic().computeType(), engines.computeType(null));
    }

    @Test
    void shouldOpenOneEngineForEachDevice() throws InterruptedException {
        // Given: a processor that stands for two
        EngineOptions options = new EngineOptions("cpu", "f32", 2);
        Engines two = new Engines(() -> List.of(options, options));
        try (Engines.Turn turn = two.turn(ComputeType.BF16, "test", () -> {}, words -> {})) {
            // Then
            assertEquals(1, turn.others().size());
            assertNotSame(turn.engine(), turn.others().getFirst());
            assertEquals(ComputeType.BF16, turn.engine().computeType());
            assertEquals(ComputeType.BF16, turn.others().getFirst().computeType());
            assertEquals(2, two.devices().size());
            assertSame(two.automatic(), two.devices().getFirst());
            assertEquals(ComputeType.F32, two.automatic().computeType());
        } finally {
            two.close();
        }
    }

    @Test
    void shouldTakeAProcessorForOneDevice() throws InterruptedException {
        assumeTrue(Engine.gpus() == 0, "here are GPUs");
        try (Engines.Turn turn = engines.turn(ComputeType.F32, "test", () -> {}, words -> {})) {
            assertEquals(List.of(), turn.others());
        }
    }

    @Test
    void shouldLetOneRunWaitForTheOther() throws InterruptedException {
        // Given
        try (Engines.Turn turn = engines.turn(ComputeType.F32, "test", () -> {}, words -> {})) {
            assertEquals(ComputeType.F32, turn.engine().computeType());

            // When: the other one is cancelled while it waits
            List<String> notices = Collections.synchronizedList(new ArrayList<>());
            CompletableFuture<Engine> other =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try (Engines.Turn second =
                                        engines.turn(
                                                ComputeType.F32,
                                                "test",
                                                this::cancelled,
                                                notices::add)) {
                                    return second.engine();
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });

            // Then
            CompletionException ended = assertThrows(CompletionException.class, other::join);
            assertTrue(ended.getCause() instanceof CancellationException, ended.toString());
            assertEquals(List.of("waits for its turn: this service works on another run"), notices);
        }
    }

    @Test
    void shouldMeasureAPeakThatAProcessorCanHave() throws InterruptedException {
        try (Engines.Turn turn = engines.turn(ComputeType.F32, "test", () -> {}, words -> {})) {
            double peak = turn.peakFlops();

            // Between a very slow core and the fastest device there is
            assertTrue(peak > 1e8 && peak < 1e17, "peak " + peak);
            assertEquals(peak, turn.peakFlops());
        }
    }

    private void cancelled() {
        throw new CancellationException();
    }

    private Engine engineOf(ComputeType type) throws InterruptedException {
        try (Engines.Turn turn = engines.turn(type, "test", () -> {}, words -> {})) {
            return turn.engine();
        }
    }
}
