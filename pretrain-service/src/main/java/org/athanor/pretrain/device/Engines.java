package org.athanor.pretrain.device;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.athanor.transformer.engine.ComputeType;
import org.athanor.transformer.engine.Engine;
import org.athanor.transformer.engine.EngineOptions;
import org.athanor.transformer.engine.MachineTurn;
import org.athanor.transformer.engine.PeakFlops;
import org.athanor.transformer.engine.TrainingDevices;
import org.jboss.logging.Logger;

/**
 * The service's engines, one for each compute type and device, opened when first needed and shared by all
 * runs. Runs take turns, each with all devices: two at once would fight for the same cores and the same
 * memory.
 */
@ApplicationScoped
public class Engines {

    private static final Logger LOG = Logger.getLogger(Engines.class);

    private final Supplier<List<EngineOptions>> choice;
    private final Map<ComputeType, List<Engine>> open = new EnumMap<>(ComputeType.class);
    private final Map<ComputeType, Double> peaks = new EnumMap<>(ComputeType.class);
    private final ReentrantLock turn = new ReentrantLock(true);
    private List<EngineOptions> chosen = List.of();
    private List<Engine> automatic = List.of();

    /** On the devices that the environment and the machine choose. */
    @Inject
    public Engines() {
        this(() -> TrainingDevices.fromEnvironment(EngineOptions.fromEnvironment()));
    }

    /** @param choice options of the engine on each device, at least one; asked for once */
    public Engines(Supplier<List<EngineOptions>> choice) {
        this.choice = choice;
    }

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
    public Engine automatic() {
        return devices().getFirst();
    }

    /** The same for each device that a training spreads over, the first of them included. */
    public synchronized List<Engine> devices() {
        if (automatic.isEmpty()) {
            chosen = choice.get();
            automatic = chosen.stream().map(Engine::open).toList();
            open.put(automatic.getFirst().computeType(), automatic);
            automatic.forEach(engine -> LOG.infof("engine: %s", engine.describe()));
        }
        return automatic;
    }

    private synchronized List<Engine> of(ComputeType type) {
        devices();
        return open.computeIfAbsent(
                type,
                each ->
                        chosen.stream()
                                .map(options -> Engine.open(options.withComputeType(each)))
                                .toList());
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
            List<Engine> devices = of(type);
            return new Turn(
                    devices, MachineTurn.of(devices.getFirst()).take(who, ensureActive, notice));
        } catch (InterruptedException | RuntimeException | Error e) {
            turn.unlock();
            throw e;
        }
    }

    @PreDestroy
    synchronized void close() {
        open.values().forEach(devices -> devices.forEach(Engine::close));
        open.clear();
        automatic = List.of();
    }

    /** The engines for one run's use alone, until they are given back by the thread that took them. */
    public final class Turn implements AutoCloseable {

        private final List<Engine> devices;

        private final MachineTurn.Held held;

        private Turn(List<Engine> devices, MachineTurn.Held held) {
            this.devices = devices;
            this.held = held;
        }

        /** Of the first device. */
        public Engine engine() {
            return devices.getFirst();
        }

        /** Of the devices besides the first. */
        public List<Engine> others() {
            return devices.subList(1, devices.size());
        }

        /**
         * The peak of all devices together in matrix products of this type, operations a second: that of
         * the first, measured once, for each of them.
         */
        public double peakFlops() {
            return devices.size()
                    * peaks.computeIfAbsent(
                            engine().computeType(),
                            type -> PeakFlops.measure(engine()).perSecond());
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
