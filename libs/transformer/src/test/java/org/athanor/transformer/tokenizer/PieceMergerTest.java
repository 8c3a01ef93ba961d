package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PieceMergerTest {

    @Test
    void shouldMergeAsTheDefinitionSaysWhateverTheLength() {
        // Given: few letters, so that runs of likes and overlapping pairs abound
        Random random = new Random(21);
        for (int round = 0; round < 400; round++) {
            BytePairs pairs = pairs(Tokenizers.randomMerges(random, 1 + random.nextInt(60)));
            PieceMerger longPieces =
                    assertInstanceOf(LongPieceMerger.class, pairs.longPieceMerger());
            PieceMerger shortPieces = new ShortPieceMerger(pairs);
            for (int piece = 0; piece < 10; piece++) {
                byte[] text = letters(random, 1 + random.nextInt(ShortPieceMerger.LONGEST));

                // When
                int[] ids = merged(longPieces, text);

                // Then
                int[] expected = naive(pairs, text);
                assertArrayEquals(expected, ids, () -> new String(text, StandardCharsets.US_ASCII));
                assertArrayEquals(expected, merged(shortPieces, text));
            }
        }
    }

    @Test
    void shouldMergeLongPiecesOneAfterTheOther() {
        // Given: the buffers of a piece must not show in the next one
        Random random = new Random(22);
        BytePairs pairs = pairs(Tokenizers.randomMerges(random, 80));
        PieceMerger merger = pairs.longPieceMerger();
        for (int length : new int[] {3_000, 70, 2_999, 1, 500}) {
            byte[] text = letters(random, length);

            // When
            int[] ids = merged(merger, text);

            // Then
            assertArrayEquals(naive(pairs, text), ids);
        }
    }

    @Test
    void shouldMergeByRankWhereMergesDoNotAscend() {
        // Given: a file may name a merge before those that make its sides
        Random random = new Random(23);
        for (int round = 0; round < 200; round++) {
            List<Merge> merges = Tokenizers.randomMerges(random, 2 + random.nextInt(30));
            Vocabulary vocabulary = Vocabulary.ofMerges(merges, SplitPattern.GPT2);
            BytePairs pairs = shuffled(vocabulary, random);
            byte[] text = letters(random, 1 + random.nextInt(ShortPieceMerger.LONGEST));

            // When
            int[] ids = merged(pairs.longPieceMerger(), text);

            // Then
            int[] expected = naive(pairs, text);
            assertArrayEquals(expected, ids);
            assertArrayEquals(expected, merged(new ShortPieceMerger(pairs), text));
        }
    }

    private static BytePairs pairs(List<Merge> merges) {
        Vocabulary vocabulary = Vocabulary.ofMerges(merges, SplitPattern.GPT2);
        return new BytePairs(
                vocabulary.idOfByte(),
                vocabulary.mergeLeft(),
                vocabulary.mergeRight(),
                vocabulary.mergeResult());
    }

    private static BytePairs shuffled(Vocabulary vocabulary, Random random) {
        List<Integer> order = new ArrayList<>();
        for (int rank = 0; rank < vocabulary.mergeLeft().length; rank++) {
            order.add(rank);
        }
        Collections.shuffle(order, random);
        return new BytePairs(
                vocabulary.idOfByte(),
                order.stream().mapToInt(rank -> vocabulary.mergeLeft()[rank]).toArray(),
                order.stream().mapToInt(rank -> vocabulary.mergeRight()[rank]).toArray(),
                order.stream().mapToInt(rank -> vocabulary.mergeResult()[rank]).toArray());
    }

    private static byte[] letters(Random random, int length) {
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) ('a' + random.nextInt(1 + random.nextInt(4)));
        }
        return text;
    }

    private static int[] merged(PieceMerger merger, byte[] text) {
        TokenBuffer ids = new TokenBuffer(4);
        merger.merge(text, 0, text.length, ids);
        return ids.toArray();
    }

    /** The lowest rank of all neighbours, the leftmost among equals, until there is none. */
    private static int[] naive(BytePairs pairs, byte[] text) {
        List<Integer> symbols = new ArrayList<>();
        for (byte value : text) {
            symbols.add(pairs.idOfByte(value));
        }
        while (true) {
            int lowest = MergeTable.ABSENT;
            int at = -1;
            for (int i = 0; i + 1 < symbols.size(); i++) {
                int rank = pairs.rank(symbols.get(i).intValue(), symbols.get(i + 1).intValue());
                if (rank < lowest) {
                    lowest = rank;
                    at = i;
                }
            }
            if (at < 0) {
                return symbols.stream().mapToInt(Integer::intValue).toArray();
            }
            symbols.set(at, pairs.result(lowest));
            symbols.remove(at + 1);
        }
    }
}
