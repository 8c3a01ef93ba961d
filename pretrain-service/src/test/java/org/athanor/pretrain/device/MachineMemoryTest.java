package org.athanor.pretrain.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineMemoryTest {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    @TempDir Path root;

    @Test
    void shouldAddOwnMemoryToWhatTheKernelGrants() throws IOException {
        // Given
        write("proc/meminfo", "MemTotal: 4096 kB\nMemAvailable: 2048 kB\n");
        write("proc/self/status", "VmRSS: 900 kB\nRssAnon: 512 kB\n");

        // When
        OptionalLong available = new MachineMemory(root).availableBytes();

        // Then
        assertEquals(2560 * KIB, available.getAsLong());
    }

    @Test
    void shouldTakeTheTightestControlGroupOnTheWayUp() throws IOException {
        // Given
        write("proc/meminfo", "MemAvailable: 1048576 kB\n");
        write("proc/self/cgroup", "0::/pods/pretrain\n");
        write("sys/fs/cgroup/pods/memory.max", 100 * MIB + "\n");
        write("sys/fs/cgroup/pods/memory.current", 70 * MIB + "\n");
        write("sys/fs/cgroup/pods/memory.stat", "anon 1\ninactive_file " + 5 * MIB + "\n");
        write("sys/fs/cgroup/pods/pretrain/memory.max", "max\n");
        write("sys/fs/cgroup/pods/pretrain/memory.current", 60 * MIB + "\n");

        // When
        OptionalLong available = new MachineMemory(root).availableBytes();

        // Then
        assertEquals(35 * MIB, available.getAsLong());
    }

    @Test
    void shouldReadTheOlderControlGroupFiles() throws IOException {
        // Given
        write("proc/meminfo", "MemAvailable: 1048576 kB\n");
        write("proc/self/cgroup", "5:cpu:/\n4:memory:/job\n");
        write("sys/fs/cgroup/memory/job/memory.limit_in_bytes", 10 * MIB + "\n");
        write("sys/fs/cgroup/memory/job/memory.usage_in_bytes", 4 * MIB + "\n");

        // When
        OptionalLong available = new MachineMemory(root).availableBytes();

        // Then
        assertEquals(6 * MIB, available.getAsLong());
    }

    @Test
    void shouldKnowNothingWhereTheSystemSaysNothing() {
        // When
        OptionalLong available = new MachineMemory(root).availableBytes();

        // Then
        assertTrue(available.isEmpty());
    }

    private void write(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
