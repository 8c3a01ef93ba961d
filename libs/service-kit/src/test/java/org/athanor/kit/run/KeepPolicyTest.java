package org.athanor.kit.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.athanor.contracts.artifact.ArtifactId;
import org.junit.jupiter.api.Test;

class KeepPolicyTest {

    /** Losses of the steps 10, 20, … 60; the first was not measured. */
    private static final double[] LOSSES = {Double.NaN, 2.0, 1.5, 1.5, 1.8, 1.9};

    @Test
    void shouldKeepTheNewest() {
        assertEquals(List.of(10L, 20L, 30L, 40L), gone(new KeepPolicy(2, 0, 0)));
    }

    @Test
    void shouldKeepTheBestAndOfEqualOnesTheEarlier() {
        assertEquals(List.of(10L, 20L, 40L, 50L), gone(new KeepPolicy(1, 1, 0)));
        assertEquals(List.of(10L, 20L, 50L), gone(new KeepPolicy(1, 2, 0)));
    }

    @Test
    void shouldKeepOneOfEverySoManySteps() {
        assertEquals(List.of(10L, 30L, 50L), gone(new KeepPolicy(1, 0, 20)));
    }

    @Test
    void shouldKeepTheNewestAloneOfThoseOfAnEndedRun() {
        assertEquals(List.of(10L, 20L, 40L, 50L), gone(new KeepPolicy(3, 1, 0).afterTheEnd()));
    }

    @Test
    void shouldNeverLeaveARunWithoutACheckpoint() {
        assertThrows(IllegalArgumentException.class, () -> new KeepPolicy(0, 1, 0));
    }

    private static List<Long> gone(KeepPolicy policy) {
        List<RunCheckpoint> all =
                IntStream.range(0, LOSSES.length)
                        .mapToObj(KeepPolicyTest::checkpoint)
                        .toList()
                        .reversed();
        return policy.superfluous(all).stream().map(RunCheckpoint::step).sorted().toList();
    }

    private static RunCheckpoint checkpoint(int index) {
        char[] id = new char[64];
        Arrays.fill(id, (char) ('a' + index));
        double loss = LOSSES[index];
        return new RunCheckpoint(
                10L * (index + 1),
                new ArtifactId(new String(id)),
                Double.isNaN(loss) ? OptionalDouble.empty() : OptionalDouble.of(loss));
    }
}
