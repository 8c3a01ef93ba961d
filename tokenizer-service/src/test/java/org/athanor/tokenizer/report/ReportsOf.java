package org.athanor.tokenizer.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import org.athanor.kit.artifact.ArtifactStore;

/** Reports without a container, for tests of what publishes them. */
public final class ReportsOf {

    private ReportsOf() {}

    public static Reports store(ArtifactStore store) {
        return new Reports(
                store, () -> new MemorySize(BigInteger.valueOf(1 << 20)), new ObjectMapper());
    }
}
