package org.athanor.tokenizer.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.kit.artifact.Artifact;
import org.athanor.tokenizer.corpus.Form;
import org.athanor.transformer.dataset.ShardLayout;
import org.athanor.transformer.dataset.TokenShard;

/**
 * Joins pieces, in the corpus' order, as if one replica had read it all. Copies bytes: what is
 * tokenized stays as it is.
 */
final class DatasetJoin implements Closeable {

    /** Some 64 MB: what is left at the end is written in a blink. */
    private static final long FORCE_AFTER_TOKENS = 1 << 24;

    private final SplitWriter train;
    private final SplitWriter validation;
    private final List<Joined> joined = new ArrayList<>();
    private Opened source;
    private long forcedTokens;
    private long reusedPieces;
    private long reusedDocuments;

    DatasetJoin(Path folder, ShardLayout layout) throws IOException {
        train = new SplitWriter(folder, SplitWriter.TRAIN, layout);
        validation = new SplitWriter(folder, SplitWriter.VALIDATION, layout);
    }

    /** A piece and where it lies now. */
    private record Joined(String key, PieceSide train, PieceSide validation) {}

    /** The splits of the last piece's artifact: the next piece may lie in the same dataset. */
    private record Opened(ArtifactId id, TokenShard train, TokenShard validation)
            implements Closeable {

        static Opened of(Artifact artifact) throws IOException {
            TokenShard train = TokenShard.open(artifact.directory(), SplitWriter.TRAIN);
            try {
                return new Opened(
                        artifact.id(),
                        train,
                        TokenShard.open(artifact.directory(), SplitWriter.VALIDATION));
            } catch (IOException e) {
                train.close();
                throw e;
            }
        }

        @Override
        public void close() {
            train.close();
            validation.close();
        }
    }

    /** @param artifact that of the piece, verified */
    void append(SplitRequests.Answer.Tokens piece, Artifact artifact) throws IOException {
        Opened from = open(artifact);
        PieceTokens tokens = piece.piece();
        joined.add(
                new Joined(
                        piece.key(),
                        train.append(from.train(), tokens.train()),
                        validation.append(from.validation(), tokens.validation())));
        forceNowAndThen();
        if (piece.reused()) {
            reusedPieces++;
            reusedDocuments += tokens.documents();
        }
    }

    private void forceNowAndThen() throws IOException {
        if (tokens() - forcedTokens >= FORCE_AFTER_TOKENS) {
            train.force();
            validation.force();
            forcedTokens = tokens();
        }
    }

    private Opened open(Artifact artifact) throws IOException {
        if (source != null && !source.id().equals(artifact.id())) {
            source.close();
            source = null;
        }
        if (source == null) {
            source = Opened.of(artifact);
        }
        return source;
    }

    long documents() {
        return train.documents() + validation.documents();
    }

    long tokens() {
        return train.tokens() + validation.tokens();
    }

    SplitWriter train() {
        return train;
    }

    SplitWriter validation() {
        return validation;
    }

    /** What the dataset is like; nothing of how it came about. */
    Map<String, Object> figures(Form form) {
        Map<String, Object> figures = new TreeMap<>();
        figures.put("form", form.label());
        train.describe(figures);
        validation.describe(figures);
        figures.put("documents", documents());
        figures.put("tokens", tokens());
        figures.put(
                "bytesPerToken", (double) (train.textBytes() + validation.textBytes()) / tokens());
        return figures;
    }

    /** How much work it was. */
    Map<String, Object> workFigures() {
        return Map.of(
                "pieces",
                joined.size(),
                "piecesReused",
                reusedPieces,
                "documentsReused",
                reusedDocuments,
                "documentsTokenized",
                documents() - reusedDocuments);
    }

    /** Where the pieces lie in the dataset that was published of this. */
    List<PieceMemory.Remembered> remembered(ArtifactId dataset) {
        return joined.stream()
                .map(
                        piece ->
                                new PieceMemory.Remembered(
                                        piece.key(),
                                        new PieceTokens(
                                                dataset, piece.train(), piece.validation())))
                .toList();
    }

    @Override
    public void close() throws IOException {
        try (train;
                validation;
                Opened last = source) {
            // Each closes itself.
        }
    }
}
