package org.athanor.inference.serving;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** Refuses a model that memory cannot hold before any of it is read: the others go on answering. */
@Singleton
class MemoryGuard {

    /** While it is loaded, a model stands in memory twice: as it was saved, and packed for decoding. */
    private static final int COPIES = 2;

    private final LongSupplier availableBytes;

    @Inject
    MemoryGuard() {
        this(MemoryGuard::availableOnThisMachine);
    }

    MemoryGuard(LongSupplier availableBytes) {
        this.availableBytes = availableBytes;
    }

    /**
     * @param weightBytes of the model's weights in f32
     * @throws AthanorException UNPROCESSABLE, with the figures
     */
    void check(ArtifactId model, long weightBytes) {
        long needed = COPIES * weightBytes;
        long available = availableBytes.getAsLong();
        if (needed > available) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    ("the model %s needs %s of memory to be served and %s are free: promote a smaller"
                                    + " one, or free memory")
                            .formatted(model, mebibytes(needed), mebibytes(available)));
        }
    }

    /** What the kernel and this container's control group still grant. */
    private static long availableOnThisMachine() {
        long kibibytes = number(Path.of("/proc/meminfo"), "MemAvailable:");
        long kernel = kibibytes == Long.MAX_VALUE ? kibibytes : kibibytes * 1024;
        Path group = Path.of("/sys/fs/cgroup");
        long limit = number(group.resolve("memory.max"), "");
        long used = number(group.resolve("memory.current"), "");
        if (limit == Long.MAX_VALUE || used == Long.MAX_VALUE) {
            return kernel;
        }
        long reclaimable = number(group.resolve("memory.stat"), "inactive_file ");
        return Math.min(kernel, limit - used + (reclaimable == Long.MAX_VALUE ? 0 : reclaimable));
    }

    /** The number behind {@code prefix}; the largest there is when the system does not say. */
    private static long number(Path file, String prefix) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).replace("kB", "").strip())
                    .filter(text -> text.matches("\\d{1,18}"))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
    }
}
