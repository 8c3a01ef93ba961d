package org.athanor.pretrain.device;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.MachineTurn;
import org.athanor.transformer.engine.PeakFlops;
import org.jboss.logging.Logger;

/**
 * The service's engine, one for each compute type, opened when first needed and shared by all runs.
 * Runs take turns: two at once would fight for the same cores and the same memory.
 */
@ApplicationScoped
public class Engines {

    private static final Logger LOG = Logger.getLogger(Engines.class);

    private final EngineOptions options = EngineOptions.fromEnvironment();
    private final Map<ComputeType, Engine> open = new EnumMap<>(ComputeType.class);
    private final Map<ComputeType, Double> peaks = new EnumMap<>(ComputeType.class);
    private final ReentrantLock turn = new ReentrantLock(true);
    private Engine automatic;

    /** What {@code auto}, {@code f32} or {@code bf16} (or null, which is auto) means on this machine. */
    public ComputeType computeType(String wanted) {
        return switch (wanted == null ? "auto" : wanted) {
            case "auto" -> automatic().computeType();
            case "f32" -> ComputeType.F32;
            case "bf16" -> ComputeType.BF16;
            default -> throw new IllegalArgumentException("no compute type is called " + wanted);
        };
    }

    /** The engine that takes what the environment and the machine choose. */
    public synchronized Engine automatic() {
        if (automatic == null) {
            automatic = Engine.open(options);
            open.put(automatic.computeType(), automatic);
            LOG.infof("engine: %s", automatic.describe());
        }
        return automatic;
    }

    private synchronized Engine of(ComputeType type) {
        automatic();
        return open.computeIfAbsent(type, each -> Engine.open(options.withComputeType(each)));
    }

    /**
     * Waits until neither this service nor, on a processor, another one on this machine trains.
     *
     * @param who is shown to those who wait for this one
     * @param ensureActive called while waiting; what it throws ends the wait
     * @param notice is told for whom this one waits
     */
    public Turn turn(ComputeType type, String who, Runnable ensureActive, Consumer<String> notice)
            throws InterruptedException {
        boolean isTold = false;
        while (!turn.tryLock(1, TimeUnit.SECONDS)) {
            if (!isTold) {
                notice.accept("waits for its turn: this service works on another run");
                isTold = true;
            }
            ensureActive.run();
        }
        try {
            Engine engine = of(type);
            return new Turn(engine, MachineTurn.of(engine).take(who, ensureActive, notice));
        } catch (InterruptedException | RuntimeException | Error e) {
            turn.unlock();
            throw e;
        }
    }

    @PreDestroy
    synchronized void close() {
        open.values().forEach(Engine::close);
        open.clear();
        automatic = null;
    }

    /** The engine for one run's use alone, until it is closed by the thread that took it. */
    public final class Turn implements AutoCloseable {

        private final Engine engine;

        private final MachineTurn.Held held;

        private Turn(Engine engine, MachineTurn.Held held) {
            this.engine = engine;
            this.held = held;
        }

        public Engine engine() {
            return engine;
        }

        /** The device's peak in matrix products of this type, operations a second; measured once. */
        public double peakFlops() {
            return peaks.computeIfAbsent(
                    engine.computeType(), type -> PeakFlops.measure(engine).perSecond());
        }

        @Override
        public void close() {
            try {
                held.close();
            } finally {
                turn.unlock();
            }
        }
    }
}
