package org.athanor.tokenizer.corpus;

import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Limits small enough to meet. */
record TestConfig(long documentBytes, long sourceBytes) implements CorpusConfig {

    static final TestConfig DEFAULT = new TestConfig(1 << 20, 1 << 24);

    @Override
    public Optional<List<Path>> roots() {
        return Optional.empty();
    }

    @Override
    public List<String> resources() {
        return List.of();
    }

    @Override
    public MemorySize maxDocumentBytes() {
        return new MemorySize(BigInteger.valueOf(documentBytes));
    }

    @Override
    public MemorySize maxSourceBytes() {
        return new MemorySize(BigInteger.valueOf(sourceBytes));
    }

    @Override
    public int maxUnpackRatio() {
        return 200;
    }

    @Override
    public int maxFiles() {
        return 6;
    }
}
