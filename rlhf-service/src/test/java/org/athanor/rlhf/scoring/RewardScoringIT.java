package org.athanor.rlhf.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.reward.ScoreRequested;
import org.athanor.contracts.reward.Scored;
import org.athanor.kit.problem.AthanorException;
import org.athanor.rlhf.Readiness;
import org.athanor.rlhf.ScoreResponder;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RewardScoringIT {

    private static final ArtifactId REWARD_MODEL = new ArtifactId("9".repeat(64));
    private static final Runnable ALWAYS_ACTIVE = () -> {};

    @Inject RewardScoring scoring;
    @Inject ScoreRequests requests;

    @BeforeEach
    void ready() {
        Readiness.awaitReady();
    }

    @Test
    void shouldKeepTheOrderAcrossSeveralRequests() throws Exception {
        // Given: more tokens than one record should hold
        List<int[]> sequences = new ArrayList<>();
        for (int length : new int[] {25_000, 30_000, 20_000, 3, 40_000}) {
            sequences.add(new int[length]);
        }

        try (ScoreResponder responder = new ScoreResponder(RewardScoringIT::lengths)) {
            // When
            double[] scores =
                    scoring.scorer(UUID.randomUUID(), REWARD_MODEL)
                            .request(sequences)
                            .await(ALWAYS_ACTIVE);

            // Then
            assertArrayEquals(new double[] {25_000, 30_000, 20_000, 3, 40_000}, scores);
            assertTrue(responder.answered() >= 3, "requests: " + responder.answered());
        }
    }

    @Test
    void shouldTakeAnAnswerThatIsThereAlready() throws Exception {
        // Given: asked and answered before a crash
        UUID run = UUID.randomUUID();
        List<int[]> sequences = List.of(new int[] {1, 2}, new int[] {3});
        ScoreRequested asked =
                new ScoreRequested(
                        RolloutIds.of(run, REWARD_MODEL, sequences), REWARD_MODEL, sequences);
        requests.open(run, asked);
        requests.answer(lengths(asked));

        // When: nobody answers any more
        double[] scores = scoring.scorer(run, REWARD_MODEL).request(sequences).await(ALWAYS_ACTIVE);

        // Then
        assertArrayEquals(new double[] {2, 1}, scores);
    }

    @Test
    void shouldKeepTheFirstOfTwoReplies() throws Exception {
        // Given
        UUID run = UUID.randomUUID();
        List<int[]> sequences = List.of(new int[] {1, 2});
        UUID rollout = RolloutIds.of(run, REWARD_MODEL, sequences);
        requests.open(run, new ScoreRequested(rollout, REWARD_MODEL, sequences));

        // When
        requests.answer(new Scored(rollout, REWARD_MODEL, List.of(0.1f), null));
        requests.answer(new Scored(rollout, REWARD_MODEL, List.of(7f), null));
        requests.answer(new Scored(rollout, REWARD_MODEL, List.of(), "too late"));

        // Then: f32 comes back as it was
        double[] scores = scoring.scorer(run, REWARD_MODEL).request(sequences).await(ALWAYS_ACTIVE);
        assertArrayEquals(new double[] {0.1f}, scores);
    }

    @Test
    void shouldRefuseAReplyWithAnotherNumberOfScores() {
        // Given
        UUID run = UUID.randomUUID();
        List<int[]> sequences = List.of(new int[] {1, 2}, new int[] {3});
        UUID rollout = RolloutIds.of(run, REWARD_MODEL, sequences);
        PendingScores pending = scoring.scorer(run, REWARD_MODEL).request(sequences);

        // When
        requests.answer(new Scored(rollout, REWARD_MODEL, List.of(1f), null));

        // Then
        AthanorException refused =
                assertThrows(AthanorException.class, () -> pending.await(ALWAYS_ACTIVE));
        assertTrue(refused.getMessage().contains("has 1 scores"), refused.getMessage());
    }

    @Test
    void shouldSayWhatToLookAtWhenNobodyScores() {
        // Given: asked, but nobody is there
        UUID run = UUID.randomUUID();
        List<int[]> sequences = List.of(new int[] {1, 2});
        UUID rollout = RolloutIds.of(run, REWARD_MODEL, sequences);
        ScoreRequested asked = new ScoreRequested(rollout, REWARD_MODEL, sequences);
        requests.open(run, asked);

        // When
        ReplyWait wait =
                new ReplyWait(List.of(asked), new Impatient(), requests, new ReplyArrivals());

        // Then
        AthanorException gaveUp =
                assertThrows(AthanorException.class, () -> wait.await(ALWAYS_ACTIVE));
        assertTrue(gaveUp.getMessage().contains("is reward-service running"), gaveUp.getMessage());
    }

    private static final class Impatient implements ScoringConfig {

        @Override
        public Duration timeout() {
            return Duration.ofMillis(300);
        }

        @Override
        public Duration pollInterval() {
            return Duration.ofMillis(50);
        }

        @Override
        public int tokensPerRequest() {
            return 1_000;
        }
    }

    @Test
    void shouldGiveTheSameQuestionTheSameId() {
        UUID run = UUID.randomUUID();
        List<int[]> sequences = List.of(new int[] {1, 2}, new int[] {3});
        assertEquals(
                RolloutIds.of(run, REWARD_MODEL, sequences),
                RolloutIds.of(run, REWARD_MODEL, List.of(new int[] {1, 2}, new int[] {3})));
        assertTrue(
                !RolloutIds.of(run, REWARD_MODEL, sequences)
                        .equals(
                                RolloutIds.of(
                                        run,
                                        REWARD_MODEL,
                                        List.of(new int[] {1}, new int[] {2, 3}))));
    }

    private static Scored lengths(ScoreRequested request) {
        return new Scored(
                request.rolloutId(),
                request.rewardModel(),
                request.sequences().stream().map(sequence -> (float) sequence.length).toList(),
                null);
    }
}
