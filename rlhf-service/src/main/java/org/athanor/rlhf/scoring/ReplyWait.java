package org.athanor.rlhf.scoring;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.athanor.contracts.Topics;
import org.athanor.contracts.reward.ScoreRequested;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** The scores of a rollout that was sent over Kafka, in as many requests as its size needs. */
final class ReplyWait implements PendingScores {

    private final List<ScoreRequested> parts;
    private final ScoringConfig config;
    private final ScoreRequests requests;
    private final ReplyArrivals arrivals;

    ReplyWait(
            List<ScoreRequested> parts,
            ScoringConfig config,
            ScoreRequests requests,
            ReplyArrivals arrivals) {
        this.parts = parts;
        this.config = config;
        this.requests = requests;
        this.arrivals = arrivals;
    }

    @Override
    public double[] await(Runnable ensureActive) throws InterruptedException {
        double[] scores =
                new double[parts.stream().mapToInt(part -> part.sequences().size()).sum()];
        int filled = 0;
        for (ScoreRequested part : parts) {
            for (float score : await(part, ensureActive)) {
                scores[filled++] = finite(score, part);
            }
        }
        return scores;
    }

    private float[] await(ScoreRequested request, Runnable ensureActive)
            throws InterruptedException {
        Duration timeout = config.timeout();
        long end = System.nanoTime() + timeout.toNanos();
        while (true) {
            long seen = arrivals.count();
            Optional<Reply> reply = requests.reply(request.rolloutId());
            if (reply.isPresent()) {
                return switch (reply.get()) {
                    case Reply.Scores scores -> scores.values();
                    case Reply.Failure failure -> throw refused(request, failure);
                };
            }
            ensureActive.run();
            if (System.nanoTime() - end > 0) {
                throw unanswered(request, timeout);
            }
            arrivals.awaitBeyond(seen, config.pollInterval());
        }
    }

    private static AthanorException refused(ScoreRequested request, Reply.Failure failure) {
        return new AthanorException(
                ErrorCode.UNPROCESSABLE,
                "reward-service could not score with reward model %s: %s"
                        .formatted(request.rewardModel(), failure.reason()));
    }

    private static AthanorException unanswered(ScoreRequested request, Duration timeout) {
        return new AthanorException(
                ErrorCode.UNAVAILABLE,
                "no scores of %d answers came within %d s from reward model %s; is reward-service running and reading %s?"
                        .formatted(
                                request.sequences().size(),
                                timeout.toSeconds(),
                                request.rewardModel(),
                                Topics.REWARD_SCORE_REQUESTED.name()));
    }

    private static double finite(float score, ScoreRequested request) {
        if (!Float.isFinite(score)) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "reward model %s gave a score that is not finite: %s"
                            .formatted(request.rewardModel(), score));
        }
        return score;
    }
}
