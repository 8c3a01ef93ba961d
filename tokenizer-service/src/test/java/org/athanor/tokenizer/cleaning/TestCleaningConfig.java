package org.athanor.tokenizer.cleaning;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;

/** Limits small enough to meet. */
record TestCleaningConfig(Path folder, long setBytes, long sortBytes) implements CleaningConfig {

    @Override
    public Optional<Path> evaluationSets() {
        return Optional.ofNullable(folder);
    }

    @Override
    public MemorySize maxEvaluationSetBytes() {
        return new MemorySize(BigInteger.valueOf(setBytes));
    }

    @Override
    public MemorySize sortMemory() {
        return new MemorySize(BigInteger.valueOf(sortBytes));
    }
}
