package org.athanor.transformer.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.athanor.transformer.tokenizer.Merge;
import org.athanor.transformer.tokenizer.SplitPattern;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BpeTrainingTest {

    private static final TrainingListener SILENT = merges -> {};

    @TempDir private Path folder;

    private BpeOptions options;

    @BeforeEach
    void useTheFolder() {
        options = BpeOptions.standard(folder).withThreads(1).withMemoryBytes(64 << 20);
    }

    @Test
    void shouldMergeTheMostFrequentPairFirst() throws IOException {
        // Given: " low" x5, " lower" x2, " newest" x6, " widest" x3, the example of the paper
        String text =
                " low".repeat(5) + " lower".repeat(2) + " newest".repeat(6) + " widest".repeat(3);

        // When
        List<Merge> merges = learn(List.of(text), options, 3).merges();

        // Then: e s (9), then es t (9), then l o (7, as many as o w and space l)
        assertEquals(
                List.of(new Merge('e', 's'), new Merge(256, 't'), new Merge(' ', 'l')), merges);
    }

    @Test
    void shouldAgreeWithTheTextbookTrainer() throws IOException {
        for (int seed = 0; seed < 400; seed++) {
            // Given
            Random random = new Random(seed);
            String text =
                    Textbook.randomText(random, 20 + random.nextInt(400), 1 + random.nextInt(4));
            int wanted = random.nextInt(60);
            BpeOptions given =
                    options.withMinimumCount(1 + random.nextInt(4))
                            .withMaximumTokenBytes(
                                    random.nextBoolean()
                                            ? 2 + random.nextInt(6)
                                            : BpeOptions.ANY_LENGTH);

            // When
            List<Merge> merges = learn(List.of(text), given, wanted).merges();

            // Then
            assertEquals(
                    Textbook.merges(List.of(text), given, wanted),
                    merges,
                    "seed " + seed + ": " + text);
        }
    }

    @Test
    void shouldCountRunsOfOneLetterAsTheTextbookDoes() throws IOException {
        // Given: overlapping pairs
        List<String> text = List.of("aaaaaaa aaa aaaaaaaaaaaaaaaaaaaaaaa aa aaaa");

        // When
        List<Merge> merges = learn(text, options, 20).merges();

        // Then
        assertEquals(Textbook.merges(text, options, 20), merges);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLearnFromThePiecesOfThePattern(SplitPattern pattern) throws IOException {
        // Given: numbers, capitals, contractions and punctuation, which the patterns cut
        // differently
        List<String> text =
                List.of(
                        "It's 1234567 o'clock, IT'S\n\n12345 HelloWorld: HelloWorld!!\n",
                        "1234567\t 12345 We'LL see -- we'll SEE; HelloWorld.\r\n\r\n");
        BpeOptions given = options.withPattern(pattern);

        // When
        List<Merge> merges = learn(text, given, 60).merges();

        // Then
        assertEquals(Textbook.merges(text, given, 60), merges);
    }

    @Test
    void shouldStopWhenNoPairOccursTwice() throws IOException {
        // Given
        List<String> text = List.of("ab ab cd");

        // When
        List<Merge> merges = learn(text, options, 100).merges();

        // Then: "ab" and " ab" have one a-b pair each; nothing else occurs twice
        assertEquals(List.of(new Merge('a', 'b')), merges);
    }

    @Test
    void shouldLearnNothingFromNothing() throws IOException {
        // When
        LearntMerges learnt = learn(List.of(""), options, 10);

        // Then
        assertEquals(new LearntMerges(List.of(), 0, 0, false), learnt);
    }

    @Test
    void shouldNotDependOnTheOrderOfTextsOrTheNumberOfThreads() throws IOException {
        // Given: enough text for every thread to get some of it
        Random random = new Random(2);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            texts.add(Textbook.randomText(random, 1_000, 6));
        }
        LearntMerges expected = learn(texts, options, 400);

        for (int threads : new int[] {1, 2, 4}) {
            // When
            Collections.shuffle(texts, random);
            LearntMerges learnt = learn(texts, options.withThreads(threads), 400);

            // Then
            assertEquals(expected, learnt, threads + " threads");
        }
    }

    @Test
    void shouldKnowHowManyBytesAndTokensTheTextHas() throws IOException {
        // Given
        String text = Textbook.randomText(new Random(3), 2_000, 6);

        // When
        LearntMerges learnt = learn(List.of(text), options, 50);

        // Then
        assertEquals(2_000, learnt.bytes());
        assertEquals(Tokenizer.ofMerges(learnt.merges()).encode(text).length, learnt.tokens());
    }

    @Test
    void shouldLearnFromOneVeryLongPiece() throws IOException {
        // Given: 2^24 times the same letter, far more than the memory given
        byte[] text = new byte[1 << 24];
        Arrays.fill(text, (byte) 'a');
        BpeOptions given = options.withMemoryBytes(BpeOptions.LEAST_MEMORY);

        // When
        LearntMerges learnt;
        try (BpeTraining training = new BpeTraining(given)) {
            training.add(List.of(text));
            learnt = training.learn(1_000, SILENT);
        }

        // Then: every merge doubles, until two halves are left, which are one pair
        List<Merge> doublings = new ArrayList<>(List.of(new Merge('a', 'a')));
        for (int symbol = 256; symbol < 278; symbol++) {
            doublings.add(new Merge(symbol, symbol));
        }
        assertEquals(doublings, learnt.merges());
        assertEquals(2, learnt.tokens());
    }

    @Test
    void shouldLearnTheSameWhenCountsAreSpilled() throws IOException {
        // Given: 6 MB of words of which hardly two are equal, and a piece too long to be sorted
        Random random = new Random(4);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            texts.add(distinctWords(random, 1_000_000));
        }
        texts.add("ab".repeat(Spill.LONGEST_SORTED));
        LearntMerges inMemory = learn(texts, options.withMemoryBytes(512 << 20), 300);

        for (int threads : new int[] {1, 2}) {
            // When
            BpeOptions given =
                    options.withMemoryBytes(BpeOptions.LEAST_MEMORY).withThreads(threads);
            LearntMerges spilled = learn(texts, given, 300);

            // Then
            assertFalse(inMemory.spilled());
            assertTrue(spilled.spilled());
            assertEquals(inMemory.merges(), spilled.merges());
            assertEquals(inMemory.tokens(), spilled.tokens());
        }
    }

    @Test
    void shouldLeaveNoFilesBehindWhenItIsStopped() throws IOException {
        // Given
        Random random = new Random(5);
        try (BpeTraining training =
                new BpeTraining(options.withMemoryBytes(BpeOptions.LEAST_MEMORY))) {
            training.add(List.of(bytes(distinctWords(random, 8_000_000))));
            assertTrue(hasFiles());

            // When
            TrainingListener stopping =
                    merges -> {
                        throw new IllegalStateException("stopped after " + merges);
                    };
            assertThrows(IllegalStateException.class, () -> training.learn(10, stopping));
        }

        // Then
        assertFalse(hasFiles());
    }

    @Test
    void shouldPassOnWhatTheTextsFailWith() throws IOException {
        // Given
        Iterator<byte[]> failing =
                Stream.generate(() -> bytes("text"))
                        .limit(100)
                        .map(
                                text -> {
                                    throw new IllegalStateException("damaged");
                                })
                        .map(byte[].class::cast)
                        .iterator();

        // When
        try (BpeTraining training = new BpeTraining(options.withThreads(2))) {
            IllegalStateException failure =
                    assertThrows(IllegalStateException.class, () -> training.addAll(failing));

            // Then
            assertEquals("damaged", failure.getMessage());
        }
    }

    @Test
    void shouldLearnOnce() throws IOException {
        // Given
        try (BpeTraining training = new BpeTraining(options)) {
            training.add(List.of(bytes("once")));
            training.learn(1, SILENT);

            // When, Then
            assertThrows(IllegalStateException.class, () -> training.learn(1, SILENT));
        }
    }

    @Test
    void shouldRefuseOptionsThatMakeNoSense() {
        assertThrows(IllegalArgumentException.class, () -> options.withMinimumCount(0));
        assertThrows(IllegalArgumentException.class, () -> options.withMaximumTokenBytes(1));
        assertThrows(IllegalArgumentException.class, () -> options.withThreads(0));
        assertThrows(IllegalArgumentException.class, () -> options.withMemoryBytes(1 << 20));
    }

    private boolean hasFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isPresent();
        }
    }

    private static String distinctWords(Random random, int length) {
        StringBuilder text = new StringBuilder(length + 16);
        while (text.length() < length) {
            text.append(' ');
            for (int letters = 5 + random.nextInt(10); letters > 0; letters--) {
                text.append((char) ('a' + random.nextInt(26)));
            }
        }
        return text.toString();
    }

    private static LearntMerges learn(List<String> texts, BpeOptions options, int wanted)
            throws IOException {
        try (BpeTraining training = new BpeTraining(options)) {
            training.addAll(texts.stream().map(BpeTrainingTest::bytes).iterator());
            return training.learn(wanted, SILENT);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
