package org.athanor.tokenizer.training;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.contracts.artifact.Manifest;
import org.athanor.kit.artifact.Artifact;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.kit.run.RunContext;
import org.athanor.kit.run.RunHandler;
import org.athanor.kit.run.RunOutcome;
import org.athanor.tokenizer.corpus.CorpusDocuments;
import org.athanor.tokenizer.corpus.Document;
import org.athanor.transformer.tokenizer.Merge;
import org.athanor.transformer.tokenizer.SpecialTokens;
import org.athanor.transformer.tokenizer.Tokenizer;

/** Runs of kind {@code tokenizer}: a corpus in, a tokenizer artifact out. */
@ApplicationScoped
class TokenizerHandler implements RunHandler<TokenizerParameters> {

    /** Ids that need no merge. */
    private static final int BASE_VOCABULARY = SpecialTokens.ALL.size() + 256;

    private final ArtifactStore artifacts;

    TokenizerHandler(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    @Override
    public String kind() {
        return "tokenizer";
    }

    @Override
    public Class<TokenizerParameters> parametersType() {
        return TokenizerParameters.class;
    }

    @Override
    public void validate(TokenizerParameters parameters) {
        artifacts.open(parameters.corpus(), ArtifactKind.CORPUS);
    }

    @Override
    public RunOutcome execute(TokenizerParameters parameters, RunContext context)
            throws IOException {
        Artifact corpus = artifacts.open(parameters.corpus(), ArtifactKind.CORPUS);
        PieceCounts pieces = countPieces(new CorpusDocuments(corpus), context);
        BpeTrainer trainer = new BpeTrainer(pieces);
        long bytes = trainer.tokens();
        List<Merge> merges = train(trainer, parameters, context);
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.TOKENIZER)) {
            Tokenizer.ofMerges(merges).save(draft.directory());
            Manifest manifest =
                    artifacts.publish(
                            draft,
                            List.of(corpus.id()),
                            Map.of("vocabularySize", parameters.vocabularySize()),
                            context.runId());
            return new RunOutcome(
                    manifest.id(), figures(parameters.vocabularySize(), bytes, trainer.tokens()));
        }
    }

    private static PieceCounts countPieces(CorpusDocuments corpus, RunContext context)
            throws IOException {
        PieceCounts pieces = new PieceCounts();
        long[] counted = new long[1];
        corpus.forEachBatch(
                TokenizerHandler::countBatch,
                (counts, documents) -> {
                    context.ensureActive();
                    pieces.addAll(counts);
                    counted[0] += documents;
                    context.progress(counted[0], corpus.documents(), "documents");
                });
        return pieces;
    }

    private static PieceCounts countBatch(List<Document> batch) {
        PieceCounts counts = new PieceCounts();
        for (Document document : batch) {
            for (String text : document.texts()) {
                counts.add(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return counts;
    }

    private static List<Merge> train(
            BpeTrainer trainer, TokenizerParameters parameters, RunContext context) {
        int wanted = parameters.vocabularySize() - BASE_VOCABULARY;
        List<Merge> merges =
                trainer.train(
                        wanted,
                        made -> {
                            context.ensureActive();
                            context.progress(made, wanted, "merges");
                        });
        if (merges.size() < wanted) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the corpus supports a vocabulary of %d tokens, fewer than the %d asked for: use more text or a smaller vocabularySize"
                            .formatted(
                                    BASE_VOCABULARY + merges.size(), parameters.vocabularySize()));
        }
        return merges;
    }

    private static Map<String, Object> figures(int vocabularySize, long bytes, long tokens) {
        return Map.of(
                "vocabularySize",
                vocabularySize,
                "bytes",
                bytes,
                "tokens",
                tokens,
                "bytesPerToken",
                (double) bytes / tokens);
    }
}
