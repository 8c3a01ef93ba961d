package org.athanor.transformer.engine;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a caller may choose about the engine.
 *
 * @param device {@code auto} (CUDA when it is there), {@code cpu}, {@code cuda} (the first GPU) or {@code
 *     cuda:N} (the GPU of this number, from 0)
 * @param computeType {@code auto} (bf16 where the processor has it in hardware), {@code f32} or {@code bf16}
 * @param threads threads within one operation; 0 takes the cores that this process owns
 */
public record EngineOptions(String device, String computeType, int threads) {

    private static final Pattern DEVICES = Pattern.compile("auto|cpu|cuda|cuda:[0-9]{1,4}");
    private static final Set<String> COMPUTE_TYPES = Set.of("auto", "f32", "bf16");

    public EngineOptions {
        device = normal(device, "athanor.device");
        if (!DEVICES.matcher(device).matches()) {
            throw new IllegalArgumentException(
                    "athanor.device must be auto, cpu, cuda or cuda:N, was " + device);
        }
        computeType = oneOf(computeType, COMPUTE_TYPES, "athanor.compute-type");
        if (threads < 0 || threads > 1024) {
            throw new IllegalArgumentException(
                    "athanor.threads must be between 0 (the cores owned) and 1024, was " + threads);
        }
    }

    /**
     * Reads {@code athanor.device}, {@code athanor.compute-type} and {@code athanor.threads} from
     * system properties, else {@code ATHANOR_DEVICE} and so on from the environment, else chooses
     * everything automatically.
     */
    public static EngineOptions fromEnvironment() {
        return new EngineOptions(
                setting("athanor.device", "auto"),
                setting("athanor.compute-type", "auto"),
                integer("athanor.threads", setting("athanor.threads", "0")));
    }

    /** Everything chosen automatically. */
    public static EngineOptions automatic() {
        return new EngineOptions("auto", "auto", 0);
    }

    public EngineOptions withComputeType(ComputeType type) {
        return new EngineOptions(device, type.label(), threads);
    }

    public EngineOptions withDevice(String other) {
        return new EngineOptions(other, computeType, threads);
    }

    static String setting(String key, String fallback) {
        String property = System.getProperty(key);
        if (property != null && !property.isBlank()) {
            return property;
        }
        String variable =
                System.getenv(key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
        return variable == null || variable.isBlank() ? fallback : variable;
    }

    static int integer(String key, String value) {
        try {
            return Integer.parseInt(value.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a whole number, was " + value, e);
        }
    }

    private static String oneOf(String value, Set<String> allowed, String name) {
        String normal = normal(value, name);
        if (!allowed.contains(normal)) {
            throw new IllegalArgumentException(
                    name
                            + " must be one of "
                            + allowed.stream().sorted().toList()
                            + ", was "
                            + value);
        }
        return normal;
    }

    private static String normal(String value, String name) {
        return Objects.requireNonNull(value, name).trim().toLowerCase(Locale.ROOT);
    }
}
