package org.athanor.transformer.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The machine as far as speed and memory depend on it, for logs and for the tables that name what a
 * figure was measured on.
 *
 * @param cores cores this process may use, not the host's count: the JDK takes the affinity mask (cpusets,
 *     {@code taskset}) and the quota of the control groups above the process, rounded up; a quota of 1.5
 *     cores therefore counts 2
 * @param processor the processor's own name
 * @param features vector and matrix instructions that matter here, in the order of {@link #NAMED}
 * @param memoryBytes memory this process may use
 */
public record Machine(int cores, String processor, Set<String> features, long memoryBytes) {

    /** Instruction sets worth naming next to a measurement. */
    private static final List<String> NAMED =
            List.of("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_tile", "amx_bf16");

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    public Machine {
        features = Set.copyOf(features);
    }

    /** Reads the machine that this process runs on. */
    public static Machine current() {
        List<String> lines = cpuinfo();
        Set<String> flags = Set.copyOf(Arrays.asList(field(lines, "flags").split(" ")));
        Set<String> features = new LinkedHashSet<>(NAMED);
        features.retainAll(flags);
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                field(lines, "model name"),
                features,
                memory());
    }

    /** Whether matrix products in bf16 run in hardware; elsewhere they are slower than f32. */
    public boolean hasBf16() {
        return features.contains("avx512_bf16") || features.contains("amx_bf16");
    }

    /** For instance {@code 2 cores, AMD EPYC (avx512_bf16), 24 GiB}. */
    public String describe() {
        List<String> shown = NAMED.stream().filter(features::contains).toList();
        return cores
                + (cores == 1 ? " core, " : " cores, ")
                + processor
                + (shown.isEmpty() ? "" : " (" + String.join(" ", shown) + ")")
                + ", "
                + (memoryBytes >> 30)
                + " GiB";
    }

    private static List<String> cpuinfo() {
        try {
            return Files.readAllLines(CPUINFO);
        } catch (IOException e) {
            return List.of(); // not Linux, or hidden: the features stay unknown and f32 is chosen
        }
    }

    private static String field(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown processor");
    }

    private static long memory() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }
}
