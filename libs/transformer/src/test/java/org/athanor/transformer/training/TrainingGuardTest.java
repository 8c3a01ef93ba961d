package org.athanor.transformer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.athanor.transformer.training.TrainingGuard.Limits;
import org.athanor.transformer.training.TrainingGuard.State;
import org.athanor.transformer.training.TrainingGuard.Verdict;
import org.junit.jupiter.api.Test;

class TrainingGuardTest {

    /** Losses with the mean 4 and the deviation 1, norms with the median 0.5. */
    private static final State FULL = new State(List.of(3.0, 4.0, 5.0), List.of(0.9, 0.5, 0.1), 0);

    @Test
    void shouldFindALossStrangeThatIsSoManyDeviationsAboveTheMean() {
        // Given: the limit lies at 4 + 3 x 1 = 7
        Limits limits = new Limits(3, 0, 3, 1);

        // Then
        assertEquals(Verdict.ORDINARY, guard(limits, FULL).judge(6.99, 0.5));
        assertEquals(Verdict.ALARM, guard(limits, FULL).judge(7.01, 0.5));
    }

    @Test
    void shouldNotMindASmallRiseOfAVeryQuietLoss() {
        // Given: no deviation at all
        State quiet = new State(List.of(2.0, 2.0, 2.0), List.of(0.5, 0.5, 0.5), 0);
        Limits limits = new Limits(3, 0, 3, 1);

        // Then: half a nat is the least that counts
        assertEquals(Verdict.ORDINARY, guard(limits, quiet).judge(2.49, 0.5));
        assertEquals(Verdict.ALARM, guard(limits, quiet).judge(2.51, 0.5));
    }

    @Test
    void shouldFindAGradientStrangeThatIsClippedAndSoManyTimesTheMedian() {
        // Given: the limits lie at 10 x 0.5 = 5, and at the clip
        Limits limits = new Limits(0, 10, 3, 1);

        // Then
        assertEquals(Verdict.ORDINARY, guard(limits, FULL).judge(100, 4.9));
        assertEquals(Verdict.ALARM, guard(limits, FULL).judge(4, 5.1));
        assertEquals(Verdict.ORDINARY, new TrainingGuard(limits, 6, FULL).judge(4, 5.1));
    }

    @Test
    void shouldRaiseTheAlarmAfterSoManyStrangeStepsInARow() {
        // Given
        TrainingGuard guard = guard(new Limits(3, 0, 3, 3), FULL);

        // When, Then
        assertEquals(Verdict.STRANGE, guard.judge(9, 0.5));
        assertEquals(Verdict.STRANGE, guard.judge(9, 0.5));
        assertEquals(Verdict.ORDINARY, guard.judge(4, 0.5));
        assertTrue(guard.isCalm());
        assertEquals(Verdict.STRANGE, guard.judge(9, 0.5));
        assertEquals(Verdict.STRANGE, guard.judge(9, 0.5));
        assertEquals(Verdict.ALARM, guard.judge(9, 0.5));
        assertEquals(
                "loss 9.0000, where the last 3 ordinary steps had 4.3333 on average with a deviation of 0.5774",
                guard.reason());
    }

    @Test
    void shouldJudgeNothingBeforeItKnowsWhatIsUsual() {
        // Given
        TrainingGuard guard = guard(new Limits(3, 10, 3, 1), State.START);

        // Then: the first three make the window, whatever they are
        assertEquals(Verdict.ORDINARY, guard.judge(10, 1));
        assertEquals(Verdict.ORDINARY, guard.judge(1000, 500));
        assertEquals(Verdict.ORDINARY, guard.judge(10, 1));
        assertEquals(List.of(10.0, 1000.0, 10.0), guard.state().losses());
    }

    @Test
    void shouldGoOnFromAStateAsIfNothingHadHappened() {
        // Given
        Random random = new Random(5);
        Limits limits = new Limits(2, 3, 8, 2);
        TrainingGuard whole = guard(limits, State.START);
        TrainingGuard resumed = guard(limits, State.START);

        // When, Then
        for (int step = 0; step < 300; step++) {
            double loss = 3 + random.nextGaussian() * (step % 40 > 35 ? 5 : 0.5);
            double norm = Math.exp(random.nextGaussian());
            assertEquals(whole.judge(loss, norm), resumed.judge(loss, norm));
            resumed = guard(limits, resumed.state());
        }
    }

    @Test
    void shouldBeSilentInTrainingsThatGoWell() {
        for (int seed = 0; seed < 20; seed++) {
            // Given: a loss that falls by a power law under noise, and norms with a heavy tail
            Random random = new Random(seed);
            TrainingGuard guard = new TrainingGuard(Limits.USUAL, 1, State.START);

            // When, Then
            for (int step = 1; step <= 5000; step++) {
                double loss = 2 + 8 * Math.pow(step, -0.4) + 0.3 * random.nextGaussian();
                double norm = 0.4 * Math.exp(random.nextGaussian());
                assertTrue(guard.judge(loss, norm) != Verdict.ALARM, guard.reason());
            }
        }
    }

    @Test
    void shouldNoticeALossThatIsLost() {
        // Given
        Random random = new Random(1);
        TrainingGuard guard = new TrainingGuard(Limits.USUAL, 1, State.START);
        for (int step = 0; step < 200; step++) {
            assertEquals(Verdict.ORDINARY, guard.judge(3 + 0.2 * random.nextGaussian(), 0.5));
        }

        // When: it climbs by half a nat a step
        int steps = 1;
        while (guard.judge(3 + 0.5 * steps, 0.5) != Verdict.ALARM) {
            steps++;
        }

        // Then: three steps beyond 3 + 6 x 0.2 nats
        assertTrue(steps <= 6, "after " + steps + " steps");
    }

    @Test
    void shouldRefuseLimitsThatMeanNothing() {
        assertThrows(IllegalArgumentException.class, () -> new Limits(Double.NaN, 1, 8, 1));
        assertThrows(IllegalArgumentException.class, () -> new Limits(3, -1, 8, 1));
        assertThrows(IllegalArgumentException.class, () -> new Limits(3, 10, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Limits(3, 10, 8, 0));
    }

    private static TrainingGuard guard(Limits limits, State state) {
        return new TrainingGuard(limits, 1, state);
    }
}
