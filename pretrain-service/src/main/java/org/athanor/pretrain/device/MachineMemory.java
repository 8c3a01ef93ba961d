package org.athanor.pretrain.device;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The bytes that a run may use on this machine: what the kernel and every control group above this
 * process still grant, plus what the process itself holds. The latter counts because one run ends
 * before the next begins, so its memory serves the next one.
 */
@ApplicationScoped
public class MachineMemory {

    private final Path root;

    @Inject
    public MachineMemory() {
        this(Path.of("/"));
    }

    MachineMemory(Path root) {
        this.root = root;
    }

    /** Bytes available for a run, or empty where the system does not say. */
    public OptionalLong availableBytes() {
        OptionalLong free = kibibytes(root.resolve("proc/meminfo"), "MemAvailable:");
        if (free.isEmpty()) {
            return free;
        }
        long own = kibibytes(root.resolve("proc/self/status"), "RssAnon:").orElse(0);
        return OptionalLong.of(Math.min(free.getAsLong(), groupHeadroom()) + own);
    }

    /** The smallest headroom of the control groups from this process's own to the root one. */
    private long groupHeadroom() {
        long headroom = Long.MAX_VALUE;
        for (String line : lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && parts[0].equals("0")) {
                headroom = Math.min(headroom, headroomUpwards(GroupFiles.V2, parts[2]));
            } else if (parts.length == 3 && List.of(parts[1].split(",")).contains("memory")) {
                headroom = Math.min(headroom, headroomUpwards(GroupFiles.V1, parts[2]));
            }
        }
        return headroom;
    }

    private long headroomUpwards(GroupFiles files, String group) {
        Path top = root.resolve(files.folder());
        Path folder = top.resolve(group.replaceFirst("^/+", "")).normalize();
        long headroom = Long.MAX_VALUE;
        while (folder.startsWith(top)) {
            headroom = Math.min(headroom, headroom(files, folder));
            folder = folder.getParent();
        }
        return headroom;
    }

    private static long headroom(GroupFiles files, Path folder) {
        OptionalLong limit = number(folder.resolve(files.limit()));
        OptionalLong used = number(folder.resolve(files.usage()));
        if (limit.isEmpty() || used.isEmpty()) {
            return Long.MAX_VALUE;
        }
        // File pages that nobody touched lately are given back before anybody is killed.
        long reclaimable = field(folder.resolve("memory.stat"), "inactive_file").orElse(0);
        return Math.max(0, limit.getAsLong() - used.getAsLong() + reclaimable);
    }

    private static OptionalLong kibibytes(Path file, String name) {
        OptionalLong value = field(file, name);
        return value.isPresent() ? OptionalLong.of(value.getAsLong() * 1024) : value;
    }

    /** The number behind {@code name} in a file of "name number" lines. */
    private static OptionalLong field(Path file, String name) {
        return lines(file).stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length > 1 && words[0].equals(name))
                .mapToLong(words -> Long.parseLong(words[1]))
                .findFirst();
    }

    /** The only number of a file; empty when it is missing or says "max". */
    private static OptionalLong number(Path file) {
        return lines(file).stream()
                .filter(line -> line.matches("\\d+"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException missing) {
            // A group may vanish between the check and the read: then it limits nothing.
            return List.of();
        }
    }

    private record GroupFiles(String folder, String limit, String usage) {
        static final GroupFiles V2 =
                new GroupFiles("sys/fs/cgroup", "memory.max", "memory.current");
        static final GroupFiles V1 =
                new GroupFiles(
                        "sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes");
    }
}
