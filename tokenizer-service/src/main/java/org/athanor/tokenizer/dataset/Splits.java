package org.athanor.tokenizer.dataset;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.athanor.contracts.Topics;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.outbox.Outbox;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.tokenizer.corpus.CorpusDocuments;

/** Shares a corpus out among the replicas, over Kafka, and waits for its pieces. */
@ApplicationScoped
class Splits {

    private final DatasetConfig config;
    private final Outbox outbox;
    private final SplitRequests requests;

    Splits(DatasetConfig config, Outbox outbox, SplitRequests requests) {
        this.config = config;
        this.outbox = outbox;
        this.requests = requests;
    }

    /** Asks for every piece of the corpus that is not tokenized yet, in one transaction. */
    List<SplitRequested> request(UUID runId, CorpusDocuments corpus, DatasetParameters parameters)
            throws IOException {
        List<SplitRequested> splits =
                corpus.ranges(config.splitBytes().asLongValue()).stream()
                        .map(range -> split(runId, range, parameters))
                        .toList();
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                splits.stream()
                                        .filter(requests::open)
                                        .forEach(
                                                split ->
                                                        outbox.append(
                                                                Topics.TOKENIZER_SPLIT_REQUESTED,
                                                                split)));
        return splits;
    }

    /** Named by its place in its run: a run that is resumed asks for the same. */
    private static SplitRequested split(
            UUID runId, CorpusDocuments.Range range, DatasetParameters parameters) {
        String name = "%s/%d+%d".formatted(runId, range.offset(), range.length());
        return new SplitRequested(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                runId,
                parameters.corpus(),
                parameters.tokenizer(),
                parameters.validationShare(),
                parameters.seed(),
                range.offset(),
                range.length());
    }

    /**
     * Waits for a piece.
     *
     * @param ensureActive called while waiting; what it throws ends the waiting
     * @return the artifact with its tokens
     */
    ArtifactId await(SplitRequested split, Runnable ensureActive) throws InterruptedException {
        while (true) {
            ensureActive.run();
            Optional<SplitRequests.Answer> answer = requests.answer(split.splitId());
            if (answer.isPresent()) {
                return switch (answer.get()) {
                    case SplitRequests.Answer.Tokens(ArtifactId artifact) -> artifact;
                    case SplitRequests.Answer.Failure(String reason) ->
                            throw new AthanorException(
                                    ErrorCode.UNPROCESSABLE,
                                    "the piece of corpus %s at byte %d could not be tokenized: %s"
                                            .formatted(split.corpus(), split.offset(), reason));
                };
            }
            Thread.sleep(config.pollInterval());
        }
    }

    /** Drops what was noted for a run that is over. */
    void forget(UUID runId) {
        requests.forget(runId);
    }
}
