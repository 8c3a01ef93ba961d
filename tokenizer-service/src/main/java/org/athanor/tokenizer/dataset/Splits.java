package org.athanor.tokenizer.dataset;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.athanor.contracts.Topics;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.dataset.SplitRequested;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.outbox.Outbox;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.tokenizer.corpus.CorpusDocuments;
import org.jboss.logging.Logger;

/** Shares a corpus out among the replicas, over Kafka, and waits for its pieces. */
@ApplicationScoped
class Splits {

    private static final Logger LOG = Logger.getLogger(Splits.class);

    /** Pieces of one transaction. */
    private static final int ASKED_TOGETHER = 256;

    private final DatasetConfig config;
    private final Outbox outbox;
    private final SplitRequests requests;
    private final ArtifactStore artifacts;
    private final PieceWorkers workers;

    Splits(
            DatasetConfig config,
            Outbox outbox,
            SplitRequests requests,
            ArtifactStore artifacts,
            PieceWorkers workers) {
        this.config = config;
        this.outbox = outbox;
        this.requests = requests;
        this.artifacts = artifacts;
        this.workers = workers;
    }

    /** Asks for every one of the pieces that is not tokenized yet: the first ones are begun at once. */
    void ask(List<SplitRequested> pieces) {
        for (int from = 0; from < pieces.size(); from += ASKED_TOGETHER) {
            List<SplitRequested> some =
                    pieces.subList(from, Math.min(pieces.size(), from + ASKED_TOGETHER));
            QuarkusTransaction.requiringNew().run(() -> send(requests.open(some)));
            workers.wake(); // this replica need not wait for the broker
        }
    }

    private void send(List<SplitRequested> splits) {
        outbox.appendAll(Topics.TOKENIZER_SPLIT_REQUESTED, splits);
    }

    /** Named by its place in its run: a run that is resumed asks for the same. */
    static SplitRequested split(
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
     */
    SplitRequests.Answer.Tokens await(SplitRequested split, Runnable ensureActive)
            throws InterruptedException {
        while (true) {
            ensureActive.run();
            long answers = workers.answers();
            switch (requests.answer(split.splitId()).orElse(null)) {
                case SplitRequests.Answer.Tokens tokens -> {
                    if (tokens.piece().isIn(artifacts)) {
                        return tokens;
                    }
                    // Another run that made the same may have dropped it, or the power failed
                    // before it was written.
                    askAgain(split);
                }
                case SplitRequests.Answer.Failure(String reason) ->
                        throw new AthanorException(
                                ErrorCode.UNPROCESSABLE,
                                "the piece of corpus %s at byte %d could not be tokenized: %s"
                                        .formatted(split.corpus(), split.offset(), reason));
                case null -> {
                    askAgainIfLapsed(split);
                    workers.awaitAnswer(answers, config.pollInterval());
                }
            }
        }
    }

    /** As if nobody had tokenized the piece. */
    void askAgain(SplitRequested split) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            requests.reopen(split.splitId());
                            send(List.of(split));
                        });
    }

    /** A replica that died took the piece with it; the record wakes another one. */
    private void askAgainIfLapsed(SplitRequested split) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            if (requests.releaseLapsed(split.splitId())) {
                                LOG.infof(
                                        "asking again for the piece at byte %d of corpus %s",
                                        split.offset(), split.corpus());
                                send(List.of(split));
                            }
                        });
    }

    /** Drops what was made and noted for a run that is over. */
    void forget(UUID runId) {
        requests.disposable(runId).forEach(this::delete);
        requests.forget(runId);
    }

    /** Space that is not freed is no reason to fail a run. */
    private void delete(ArtifactId piece) {
        try {
            artifacts.delete(piece);
        } catch (AthanorException e) {
            LOG.warnf(e, "a piece of a dataset stays: %s", piece);
        }
    }
}
