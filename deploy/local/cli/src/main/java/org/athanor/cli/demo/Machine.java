package org.athanor.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The machine as figures name it: what decides speed, and nothing that tells whose it is.
 *
 * @param cores those this process may use
 * @param features the vector instructions that matter to the kernels
 */
record Machine(int cores, long memoryGib, String cpu, Set<String> features) {

    private static final Set<String> TELLING =
            Set.of("avx2", "avx512f", "avx512_bf16", "avx512_vnni", "amx_bf16", "amx_int8");

    static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                Math.round(numberOf("/proc/meminfo", "MemTotal") / (1024.0 * 1024.0)),
                valueOf("/proc/cpuinfo", "model name"),
                telling());
    }

    @Override
    public String toString() {
        return "%d cores (%s; %s), %d GiB"
                .formatted(cores, cpu, String.join(" ", features), memoryGib);
    }

    private static Set<String> telling() {
        Set<String> features = new TreeSet<>(List.of(valueOf("/proc/cpuinfo", "flags").split(" ")));
        features.retainAll(TELLING);
        return features;
    }

    private static long numberOf(String file, String key) {
        String digits = valueOf(file, key).replaceAll("\\D", "");
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }

    private static String valueOf(String file, String key) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
