package org.athanor.tokenizer.dataset;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.dataset.TokenShard;

/**
 * The splits that were asked for last, mapped: opening one of a billion documents takes a second,
 * reading a token of it some microseconds.
 */
@ApplicationScoped
class OpenDatasets {

    private static final int KEPT = 8;

    private record Split(ArtifactId dataset, String name) {}

    private final ArtifactStore artifacts;
    private final Map<Split, TokenShard> opened = new LinkedHashMap<>(KEPT, 0.75f, true);

    OpenDatasets(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    /** Something read of a split. */
    interface Reading<T> {
        T of(Artifact dataset, TokenShard split) throws IOException;
    }

    /**
     * Reads while nobody closes it.
     *
     * @throws AthanorException NOT_FOUND or CORRUPT_ARTIFACT
     */
    synchronized <T> T read(ArtifactId id, String split, Reading<T> reading) {
        Artifact dataset = artifacts.open(id, ArtifactKind.DATASET);
        try {
            return reading.of(dataset, split(dataset, split));
        } catch (IOException e) {
            throw new AthanorException(
                    ErrorCode.CORRUPT_ARTIFACT,
                    "dataset %s cannot be read: %s".formatted(id, e.getMessage()),
                    e);
        }
    }

    private TokenShard split(Artifact dataset, String name) throws IOException {
        Split split = new Split(dataset.id(), name);
        TokenShard shard = opened.get(split);
        if (shard == null) {
            shard = TokenShard.open(dataset.directory(), name);
            opened.put(split, shard);
            if (opened.size() > KEPT) {
                opened.remove(opened.keySet().iterator().next()).close();
            }
        }
        return shard;
    }

    @PreDestroy
    synchronized void close() {
        opened.values().forEach(TokenShard::close);
        opened.clear();
    }
}
