package org.athanor.rlhf.advantage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Numbers worked by hand on an answer of two tokens. */
class AdvantageEstimatorTest {

    private static final double EXACT = 1e-12;

    @Test
    void shouldPayForEveryNatAndScoreTheLastToken() {
        // Given: k1 is 0.5 and then -0.25 nats
        double[] logProbs = {-1.0, -2.0};
        double[] refLogProbs = {-1.5, -1.75};

        // When
        double[] rewards = TokenRewards.of(logProbs, refLogProbs, 2.0, 0.1);

        // Then
        assertArrayEquals(new double[] {-0.05, 2.025}, rewards, EXACT);
    }

    @Test
    void shouldLookAheadWithLambdaAndEndWithValueZero() {
        // Given
        double[] rewards = {-0.05, 2.025};
        double[] values = {0.5, 1.0};

        // When
        double[] advantages = GeneralisedAdvantage.of(rewards, values, 1.0, 0.95);

        // Then: δ_1 = 2.025 - 1 = 1.025, δ_0 = -0.05 + 1 - 0.5 = 0.45
        assertArrayEquals(new double[] {0.45 + 0.95 * 1.025, 1.025}, advantages, EXACT);
    }

    @Test
    void shouldDiscountBothTheNextValueAndTheNextAdvantage() {
        // Given
        double[] rewards = {1, 2, 4};
        double[] values = {2, 2, 2};

        // When
        double[] advantages = GeneralisedAdvantage.of(rewards, values, 0.5, 0.5);

        // Then: δ = {0, 1, 2}, carried back by a quarter
        assertArrayEquals(new double[] {0.375, 1.5, 2}, advantages, EXACT);
    }

    @Test
    void shouldWhitenOverTheWholeRolloutRatherThanPerAnswer() {
        // Given: 1, 3 and 5, 7 have mean 4 and variance 5
        double[][] numbers = {{1, 3}, {5, 7}};

        // When
        double[][] whitened = Moments.of(numbers).whiten(numbers);

        // Then
        double unit = 1 / Math.sqrt(5);
        assertArrayEquals(new double[] {-3 * unit, -unit}, whitened[0], 1e-8);
        assertArrayEquals(new double[] {unit, 3 * unit}, whitened[1], 1e-8);
    }

    @Test
    void shouldKeepTheMeanWhenRewardsAreWhitened() {
        // Given
        double[][] rewards = {{1, 3}, {5, 7}};

        // When
        double[][] whitened = Moments.of(rewards).whitenKeepingMean(rewards);

        // Then
        Moments moments = Moments.of(whitened);
        assertEquals(4, moments.mean(), 1e-8);
        assertEquals(1, moments.variance(), 1e-8);
    }

    @Test
    void shouldNotDivideByZeroWhenAllAnswersAreAlike() {
        // Given
        double[][] numbers = {{2}, {2, 2}};

        // When
        double[][] whitened = Moments.of(numbers).whiten(numbers);

        // Then
        assertArrayEquals(new double[] {0, 0}, whitened[1], EXACT);
    }

    @Test
    void shouldEstimateATwoTokenRolloutAsWorkedByHand() {
        // Given: the numbers of the first two tests as one answer
        AdvantageEstimator estimator = new AdvantageEstimator(1.0, 0.95, false);

        // When
        Advantages estimate =
                estimator.estimate(
                        new double[] {2.0},
                        new double[][] {{-1.0, -2.0}},
                        new double[][] {{-1.5, -1.75}},
                        new double[][] {{0.5, 1.0}},
                        0.1);

        // Then: advantages 1.42375 and 1.025 whiten to ±1, returns add the un-whitened to the
        // values
        assertArrayEquals(new double[] {1, -1}, estimate.advantages()[0], 1e-6);
        assertArrayEquals(new double[] {1.92375, 2.025}, estimate.returns()[0], EXACT);
        // Var(A) = (0.39875 / 2)², Var(G) = (0.10125 / 2)²
        assertEquals(1 - 0.1590015625 / 0.0102515625, estimate.explainedVariance(), 1e-9);
    }

    @Test
    void shouldNotLetALongAnswerChangeTheEstimateOfAShortOne() {
        // Given
        AdvantageEstimator estimator = new AdvantageEstimator(1.0, 0.95, false);
        double[][] logProbs = {{-1, -2}, {-1, -1, -1, -1}};

        // When
        Advantages both =
                estimator.estimate(
                        new double[] {1, 3},
                        logProbs,
                        logProbs,
                        new double[][] {{0, 0}, {1, 1, 1, 1}},
                        0.1);

        // Then: without KL and with value zero the return is the discounted score
        assertArrayEquals(new double[] {0.95, 1}, both.returns()[0], EXACT);
        assertEquals(4, both.returns()[1].length);
    }

    @Test
    void shouldExplainAllVarianceWhenValuesForeseeTheScores() {
        // Given
        AdvantageEstimator estimator = new AdvantageEstimator(1.0, 1.0, false);
        double[][] logProbs = {{-1}, {-1}};

        // When
        Advantages estimate =
                estimator.estimate(
                        new double[] {1, 3}, logProbs, logProbs, new double[][] {{1}, {3}}, 0.1);

        // Then
        assertEquals(1, estimate.explainedVariance(), EXACT);
    }
}
