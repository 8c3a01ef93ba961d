package org.athanor.cli.stack;

import java.util.Map;

/** What the tensor library of a child process reads from its environment. */
public final class NativeEnvironment {

    /**
     * Several native runtimes share few cores: a waiting thread spins for some ten microseconds, which is
     * how far apart the operations of a small model are, and then sleeps. Large blocks of memory lie on
     * huge pages, so that streaming weights costs fewer misses (a seventh of a decoding step).
     */
    private static final Map<String, String> VARIABLES =
            Map.of(
                    "OMP_WAIT_POLICY", "PASSIVE",
                    "GOMP_SPINCOUNT", "10000",
                    "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1",
                    "MALLOC_ARENA_MAX", "2",
                    "DJL_OFFLINE", "true");

    private NativeEnvironment() {}

    public static void addTo(Map<String, String> environment) {
        environment.putAll(VARIABLES);
    }
}
