package org.athanor.tokenizer.dataset;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.tokenizer.codec.Tokenizers;
import org.athanor.transformer.dataset.DocumentOrigin;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Finds the document that a token came from. */
@ApplicationScoped
class TokenLookup {

    private static final List<String> SPLITS = List.of(SplitWriter.TRAIN, SplitWriter.VALIDATION);

    /** Tokens of the excerpt on either side. */
    private static final int AROUND = 24;

    private final ArtifactStore artifacts;
    private final OpenDatasets datasets;
    private final Tokenizers tokenizers;

    TokenLookup(ArtifactStore artifacts, OpenDatasets datasets, Tokenizers tokenizers) {
        this.artifacts = artifacts;
        this.datasets = datasets;
        this.tokenizers = tokenizers;
    }

    /** What the shards say of a token. */
    private record Found(
            int[] before,
            int token,
            int[] after,
            long document,
            int index,
            int length,
            DocumentOrigin origin) {}

    /**
     * @param split {@code train} or {@code validation}
     * @throws AthanorException NOT_FOUND when there is no such dataset or token
     */
    TokenOrigin find(ArtifactId dataset, String split, long position) {
        if (!SPLITS.contains(split)) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "a dataset's split is one of %s, not '%s'".formatted(SPLITS, split));
        }
        Found found =
                datasets.read(
                        dataset,
                        split,
                        (artifact, shard) -> found(artifact.id(), split, shard, position));
        Manifest manifest = artifacts.find(dataset).orElseThrow();
        Tokenizer tokenizer = tokenizers.get(manifest.parents().get(1));
        String text = tokenizer.text(found.token());
        DocumentOrigin origin = found.origin();
        return new TokenOrigin(
                dataset,
                split,
                position,
                found.token(),
                text,
                manifest.parents().getFirst(),
                origin == null ? null : origin.document(),
                found.document(),
                found.index(),
                found.length(),
                origin == null ? null : origin.source(),
                origin == null ? null : origin.offset(),
                origin == null ? null : origin.hash().toString(),
                new TokenOrigin.Excerpt(
                        tokenizer.decode(found.before()), text, tokenizer.decode(found.after())));
    }

    private static Found found(ArtifactId dataset, String split, TokenShard shard, long position)
            throws IOException {
        if (position < 0 || position >= shard.tokens()) {
            throw new AthanorException(
                    ErrorCode.NOT_FOUND,
                    "split %s of dataset %s has tokens 0 to %d, there is no token %d"
                            .formatted(split, dataset, shard.tokens() - 1, position));
        }
        long document = shard.documentAt(position);
        long start = shard.documentStart(document);
        long end = start + shard.documentLength(document);
        long from = Math.max(start, position - AROUND);
        int after = (int) Math.min(AROUND, end - position - 1);
        return new Found(
                shard.slice(from, (int) (position - from)),
                shard.slice(position, 1)[0],
                shard.slice(position + 1, after),
                document,
                (int) (position - start),
                (int) (end - start),
                shard.indexed() ? shard.origin(document) : null);
    }
}
