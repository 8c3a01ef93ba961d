package org.athanor.transformer.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.athanor.transformer.dataset.Mixture.Choice;
import org.athanor.transformer.dataset.Mixture.Part;
import org.athanor.transformer.dataset.Mixture.Position;
import org.junit.jupiter.api.Test;

class MixtureTest {

    @Test
    void shouldKeepEveryShareToWithinARowAtEveryPlace() {
        // Given: weights as unlike as can be, and random ones
        Random random = new Random(3);
        List<int[]> mixtures = new ArrayList<>();
        mixtures.add(new int[] {7, 3});
        mixtures.add(new int[] {1, 1, 1});
        mixtures.add(new int[] {1, 999_999});
        mixtures.add(new int[] {1, 1, 1_000, 100_000_003});
        for (int i = 0; i < 20; i++) {
            mixtures.add(random.ints(2 + random.nextInt(12), 1, 50_000_000).toArray());
        }
        for (int[] weights : mixtures) {
            Mixture mixture = new Mixture(endless(weights), 1, Position.START);
            double sum = Arrays.stream(weights).asLongStream().sum();
            for (int rows = 1; rows <= 20_000; rows++) {
                // When
                mixture.next();

                // Then
                for (int part = 0; part < weights.length; part++) {
                    double share = rows * (weights[part] / sum);
                    assertEquals(
                            share,
                            mixture.taken(part),
                            1 - 1e-9,
                            "row " + rows + " of " + Arrays.toString(weights));
                }
            }
        }
    }

    @Test
    void shouldTakeTurnsAsByHand() {
        // When: 2 of 3 and 1 of 3
        Mixture mixture = new Mixture(endless(2, 1), 1, Position.START);

        // Then: the first's rows have the places 0-1, 1-2, ..., the second's 0-2, 3-5
        assertArrayEquals(new int[] {0, 0, 1, 0, 0, 1}, parts(mixture, 6));
    }

    @Test
    void shouldResumeAtEveryPlaceAsIfNothingHadHappened() {
        // Given: the first dataset ends after 25 rows, the second after 40
        List<Part> parts =
                List.of(new Part(10, 5, 25), new Part(16, 3, 40), new Part(7, 2, Mixture.ENDLESS));
        Mixture whole = new Mixture(parts, 9, Position.START);
        List<Choice> expected = IntStream.range(0, 200).mapToObj(i -> whole.next()).toList();

        // When
        List<Choice> resumed = new ArrayList<>();
        Position position = Position.START;
        for (int i = 0; i < 200; i++) {
            Mixture mixture = new Mixture(parts, 9, position);
            resumed.add(mixture.next());
            position = mixture.position();
        }

        // Then
        assertEquals(expected, resumed);
        assertEquals(whole.position(), position);
    }

    @Test
    void shouldShareAnEndedDatasetsPartAmongTheOthersByWeight() {
        // Given: the first gives 10 rows of its 50 %
        List<Part> parts =
                List.of(
                        new Part(10, 3, 10),
                        new Part(1000, 2, Mixture.ENDLESS),
                        new Part(1000, 1, Mixture.ENDLESS));
        Mixture mixture = new Mixture(parts, 1, Position.START);

        // When
        while (mixture.taken(0) < 10) {
            mixture.next();
        }
        long second = mixture.taken(1);
        long third = mixture.taken(2);

        // Then: two to one from there on, at every place
        for (int rows = 1; rows <= 300; rows++) {
            assertNotEquals(0, mixture.next().part());
            assertEquals(second + rows * 2 / 3.0, mixture.taken(1), 1 - 1e-9);
            assertEquals(third + rows / 3.0, mixture.taken(2), 1 - 1e-9);
        }
    }

    @Test
    void shouldEndWithItsLastDataset() {
        // Given
        List<Part> parts = List.of(new Part(3, 1, 6), new Part(4, 1, 4));
        Mixture mixture = new Mixture(parts, 2, Position.START);

        // When
        List<Long> first = new ArrayList<>();
        List<Long> second = new ArrayList<>();
        while (mixture.hasNext()) {
            Choice choice = mixture.next();
            (choice.part() == 0 ? first : second).add(choice.row());
        }

        // Then: two epochs of the one and one of the other, every row once an epoch
        assertEquals(List.of(0L, 1L, 2L), first.subList(0, 3).stream().sorted().toList());
        assertEquals(List.of(0L, 1L, 2L), first.subList(3, 6).stream().sorted().toList());
        assertEquals(List.of(0L, 1L, 2L, 3L), second.stream().sorted().toList());
        assertEquals(10, Mixture.most(parts));
        assertEquals(Mixture.ENDLESS, Mixture.most(endless(1, 1)));

        // When: more is asked for
        int[] more = parts(mixture, 8);

        // Then: all of them begin again
        assertEquals(4, Arrays.stream(more).filter(part -> part == 0).count());
        assertFalse(mixture.hasNext());
    }

    @Test
    void shouldGoThroughOneDatasetAsItsCursorDoes() {
        // Given
        Mixture mixture = new Mixture(List.of(new Part(50, 1, Mixture.ENDLESS)), 4, Position.START);
        DatasetCursor cursor = new DatasetCursor(50, 4);

        // Then
        for (int i = 0; i < 120; i++) {
            assertEquals(cursor.next(), mixture.next().row());
            assertEquals(Position.of(cursor.position()), mixture.position());
        }
    }

    @Test
    void shouldStayExactFarOut() {
        // Given: 2^40 rows on
        long rows = 1L << 40;
        Position far =
                new Position(
                        List.of(
                                new DatasetCursor.Position(0, rows / 10 * 7),
                                new DatasetCursor.Position(0, rows / 10 * 3)),
                        List.of());
        Mixture mixture =
                new Mixture(
                        List.of(
                                new Part(rows, 7, Mixture.ENDLESS),
                                new Part(rows, 3, Mixture.ENDLESS)),
                        1,
                        far);

        // When, Then
        int[] counts = new int[2];
        for (int part : parts(mixture, 1_000)) {
            counts[part]++;
        }
        assertArrayEquals(new int[] {700, 300}, counts);
    }

    @Test
    void shouldRefuseAPositionOfAnotherMixture() {
        // Given
        Position position = new Mixture(endless(1, 2, 3), 1, Position.START).position();

        // When
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new Mixture(endless(1, 2), 1, position));

        // Then
        assertTrue(refused.getMessage().contains("3 datasets"), refused.getMessage());
        assertThrows(IllegalStateException.class, position::single);
    }

    @Test
    void shouldMakeWeightsWholeAndKeepTheirProportions() {
        assertArrayEquals(new int[] {7, 3}, MixtureWeights.whole(new double[] {0.7, 0.3}));
        assertArrayEquals(new int[] {1, 1}, MixtureWeights.whole(new double[] {20, 20}));
        assertArrayEquals(new int[] {400, 1}, MixtureWeights.whole(new double[] {1, 0.0025}));
        assertArrayEquals(new int[] {1}, MixtureWeights.whole(new double[] {1e300}));
        double[] odd = {Math.PI, Math.E, 1e9};
        int[] whole = MixtureWeights.whole(odd);
        double sum = Arrays.stream(whole).asLongStream().sum();
        for (int i = 0; i < odd.length; i++) {
            assertEquals(odd[i] / (odd[0] + odd[1] + odd[2]), whole[i] / sum, 1e-9);
        }
        for (double[] bad : new double[][] {{0, 1}, {-1, 2}, {Double.NaN}, {1, 1e300}}) {
            assertThrows(IllegalArgumentException.class, () -> MixtureWeights.whole(bad));
        }
        assertFalse(sum > 1L << 30, "places of a round fit 64 bits");
    }

    private static List<Part> endless(int... weights) {
        return Arrays.stream(weights)
                .mapToObj(weight -> new Part(1_000_000, weight, Mixture.ENDLESS))
                .toList();
    }

    private static int[] parts(Mixture mixture, int rows) {
        return IntStream.range(0, rows).map(i -> mixture.next().part()).toArray();
    }
}
