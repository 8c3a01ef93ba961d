package org.athanor.tokenizer.training;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import org.athanor.tokenizer.report.Reports;
import org.athanor.transformer.tokenizer.SpecialTokens;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.athanor.transformer.tokenizer.training.BpeOptions;
import org.athanor.transformer.tokenizer.training.LearntMerges;

/** Runs of kind {@code tokenizer}: a corpus in, a tokenizer artifact out. */
@ApplicationScoped
class TokenizerHandler implements RunHandler<TokenizerParameters> {

    /** Ids that need no merge. */
    private static final int BASE_VOCABULARY = SpecialTokens.ALL.size() + 256;

    private final ArtifactStore artifacts;
    private final TrainingConfig config;
    private final Reports reports;

    TokenizerHandler(ArtifactStore artifacts, TrainingConfig config, Reports reports) {
        this.artifacts = artifacts;
        this.reports = reports;
        this.config = config;
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
        artifacts.glance(parameters.corpus(), ArtifactKind.CORPUS); // the run will read it
    }

    @Override
    public RunOutcome execute(TokenizerParameters parameters, RunContext context)
            throws IOException {
        Artifact corpus = artifacts.open(parameters.corpus(), ArtifactKind.CORPUS);
        CorpusTraining training =
                new CorpusTraining(
                        new CorpusDocuments(corpus),
                        parameters.normalForm().form(),
                        options(parameters, context),
                        context);
        LearntMerges learnt = learn(training, parameters);
        try (ArtifactDraft draft = artifacts.draft(ArtifactKind.TOKENIZER)) {
            Tokenizer tokenizer =
                    Tokenizer.ofMerges(
                            learnt.merges(),
                            parameters.pattern().split(),
                            parameters.normalForm().form());
            tokenizer.save(draft.directory());
            Manifest manifest =
                    artifacts.publish(
                            draft,
                            List.of(corpus.id()),
                            parameters.configuration(),
                            context.runId());
            Map<String, Object> figures = new TreeMap<>(figures(parameters, learnt, training));
            figures.put(
                    "report",
                    reports.ofTokenizer(manifest.id(), tokenizer, corpus, context).value());
            return new RunOutcome(manifest.id(), figures);
        }
    }

    private static Map<String, Object> figures(
            TokenizerParameters parameters, LearntMerges learnt, CorpusTraining training) {
        return Map.of(
                "vocabularySize",
                parameters.vocabularySize(),
                "bytes",
                learnt.bytes(),
                "tokens",
                learnt.tokens(),
                "bytesPerToken",
                (double) learnt.bytes() / learnt.tokens(),
                "megabytesPerSecond",
                training.megabytesPerSecond(),
                "spilled",
                learnt.spilled());
    }

    private BpeOptions options(TokenizerParameters parameters, RunContext context) {
        long memory = Math.min(config.memory().asLongValue(), Runtime.getRuntime().maxMemory());
        return BpeOptions.standard(context.workDirectory())
                .withPattern(parameters.pattern().split())
                .withMinimumCount(parameters.minimumCount())
                .withMaximumTokenBytes(parameters.maximumTokenBytes())
                .withMemoryBytes(Math.max(memory, BpeOptions.LEAST_MEMORY));
    }

    private static LearntMerges learn(CorpusTraining training, TokenizerParameters parameters)
            throws IOException {
        int wanted = parameters.vocabularySize() - BASE_VOCABULARY;
        LearntMerges learnt = training.learn(wanted);
        if (learnt.merges().size() < wanted) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the corpus supports a vocabulary of %d tokens, fewer than the %d asked for: use more text, a smaller vocabularySize or a smaller minimumCount (%d)"
                            .formatted(
                                    BASE_VOCABULARY + learnt.merges().size(),
                                    parameters.vocabularySize(),
                                    parameters.minimumCount()));
        }
        return learnt;
    }
}
