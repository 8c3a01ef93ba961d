package org.athanor.rlhf.scoring;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.athanor.contracts.Topics;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.reward.ScoreRequested;
import org.athanor.kit.outbox.Outbox;

/** Asks reward-service, over Kafka, for the scores of sequences. */
@ApplicationScoped
public class RewardScoring {

    private final ScoringConfig config;
    private final Outbox outbox;
    private final ScoreRequests requests;
    private final ReplyArrivals arrivals;

    RewardScoring(
            ScoringConfig config, Outbox outbox, ScoreRequests requests, ReplyArrivals arrivals) {
        this.config = config;
        this.outbox = outbox;
        this.requests = requests;
        this.arrivals = arrivals;
    }

    /** A scorer for one run. Its scores are the reward model's, normalised. */
    public RewardScorer scorer(UUID runId, ArtifactId rewardModel) {
        return sequences -> {
            List<ScoreRequested> parts = split(runId, rewardModel, sequences);
            parts.forEach(part -> ask(runId, part));
            return new ReplyWait(parts, config, requests, arrivals);
        };
    }

    /** Drops what was stored for a run that is over. */
    public void forget(UUID runId) {
        requests.forget(runId);
    }

    private List<ScoreRequested> split(UUID runId, ArtifactId rewardModel, List<int[]> sequences) {
        List<ScoreRequested> parts = new ArrayList<>();
        List<int[]> part = new ArrayList<>();
        int tokens = 0;
        for (int[] sequence : sequences) {
            if (!part.isEmpty() && tokens + sequence.length > config.tokensPerRequest()) {
                parts.add(request(runId, rewardModel, part));
                part = new ArrayList<>();
                tokens = 0;
            }
            part.add(sequence);
            tokens += sequence.length;
        }
        parts.add(request(runId, rewardModel, part));
        return parts;
    }

    private static ScoreRequested request(
            UUID runId, ArtifactId rewardModel, List<int[]> sequences) {
        UUID rolloutId = RolloutIds.of(runId, rewardModel, sequences);
        return new ScoreRequested(rolloutId, rewardModel, sequences);
    }

    private void ask(UUID runId, ScoreRequested request) {
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            if (requests.open(runId, request)) {
                                outbox.append(Topics.REWARD_SCORE_REQUESTED, request);
                            }
                        });
    }
}
