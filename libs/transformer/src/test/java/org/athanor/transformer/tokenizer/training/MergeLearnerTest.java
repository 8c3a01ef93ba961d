package org.athanor.transformer.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.athanor.transformer.tokenizer.Merge;
import org.athanor.transformer.tokenizer.SplitPattern;
import org.junit.jupiter.api.Test;

/** Learning with less room than there are pairs. */
class MergeLearnerTest {

    private int passes;

    private final TrainingListener countingPasses =
            new TrainingListener() {
                @Override
                public void merged(int merges) {}

                @Override
                public void working() {
                    passes++;
                }
            };

    @Test
    void shouldMakeTheSameMergesWhenPairsAreForgottenAndCountedAgain() throws IOException {
        int counted = 0;
        for (int seed = 0; seed < 200; seed++) {
            // Given: up to 25 letters, so hundreds of pairs, of which 16 are kept and 8 counted
            Random random = new Random(seed);
            String text =
                    Textbook.randomText(
                            random, 500 + random.nextInt(1_500), 4 + random.nextInt(22));
            int wanted = 20 + random.nextInt(80);
            BpeOptions options =
                    BpeOptions.standard(Path.of(".")).withMinimumCount(1 + random.nextInt(3));
            PairLimits limits = new PairLimits(options.minimumCount(), BpeOptions.ANY_LENGTH, 16);

            // When
            passes = 0;
            learn(text, limits, 8, seed % 2 == 0, 0);
            int passesBefore = passes;
            passes = 0;
            List<Merge> merges = learn(text, limits, 8, seed % 2 == 0, wanted);
            counted += passes > passesBefore ? 1 : 0;

            // Then
            assertEquals(Textbook.merges(List.of(text), options, wanted), merges, "seed " + seed);
        }
        assertTrue(counted > 150, "counted again for " + counted + " texts alone");
    }

    @Test
    void shouldMakeTheSameMergesWithRoomForAllPairs() throws IOException {
        // Given
        String text = Textbook.randomText(new Random(1), 20_000, 20);
        PairLimits few = new PairLimits(2, BpeOptions.ANY_LENGTH, 100);
        PairLimits many = new PairLimits(2, BpeOptions.ANY_LENGTH, 1 << 20);

        // When
        List<Merge> squeezed = learn(text, few, 50, false, 500);
        List<Merge> free = learn(text, many, 1 << 20, true, 500);

        // Then
        assertEquals(500, free.size());
        assertEquals(free, squeezed);
    }

    private List<Merge> learn(
            String text, PairLimits limits, int countedPairs, boolean wide, int wanted)
            throws IOException {
        PieceTable pieces = new PieceTable(1 << 24);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; ) {
            int end = SplitPattern.GPT2.pieceEnd(bytes, at, bytes.length);
            assertTrue(pieces.add(bytes, at, end, 1));
            at = end;
        }
        try (Arena arena = Arena.ofConfined()) {
            CountGroups groups = Words.layout(pieces, countingPasses);
            Room room = new Room(1 << 24, groups.end());
            Words words =
                    Words.of(
                            pieces,
                            groups,
                            arena.allocate(room.symbolBytes(), Long.BYTES),
                            wanted,
                            countingPasses);
            Postings postings =
                    new Postings(
                            arena.allocate(
                                    wide ? 2 * room.postingBytes() : room.postingBytes(),
                                    Long.BYTES),
                            wide);
            return new MergeLearner(
                            words,
                            postings,
                            new PairIndex(words, postings, limits),
                            new PairCounting(words, postings, countedPairs),
                            Words.BYTES + wanted)
                    .learn(wanted, countingPasses);
        }
    }
}
