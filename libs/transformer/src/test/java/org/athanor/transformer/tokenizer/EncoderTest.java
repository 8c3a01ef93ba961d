package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.knuddels.jtokkit.Encodings;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class EncoderTest {

    @Test
    void shouldAllocateNothingOnceItIsWarm() {
        // Given: words that repeat, words that do not, and one long piece
        Random random = new Random(31);
        String text = RandomText.of(random, 20_000) + " " + "xyz".repeat(5_000);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        Encoder encoder = Tokenizer.named("r50k_base").encoder();
        TokenBuffer ids = new TokenBuffer(16);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().threadId();
        encoder.encode(utf8, ids);
        ids.clear();
        threads.getThreadAllocatedBytes(thread);

        // When
        long before = threads.getThreadAllocatedBytes(thread);
        for (int round = 0; round < 5; round++) {
            ids.clear();
            encoder.encode(utf8, ids);
        }
        long after = threads.getThreadAllocatedBytes(thread);

        // Then
        assertEquals(0, after - before);
    }

    @Test
    void shouldEncodeASliceAsItsCopy() {
        // Given
        Random random = new Random(32);
        Tokenizer tokenizer = Tokenizer.named("cl100k_base");
        Encoder encoder = tokenizer.encoder();
        for (int round = 0; round < 2_000; round++) {
            byte[] text = RandomText.of(random, 8).getBytes(StandardCharsets.UTF_8);
            int from = random.nextInt(text.length + 1);
            int to = from + random.nextInt(text.length - from + 1);
            TokenBuffer ids = new TokenBuffer(1);

            // When
            encoder.encode(text, from, to, ids);

            // Then
            byte[] slice = Arrays.copyOfRange(text, from, to);
            assertArrayEquals(tokenizer.encode(slice), ids.toArray());
            assertArrayEquals(slice, tokenizer.decodeBytes(ids.toArray()));
        }
    }

    @Test
    void shouldAppendToWhatIsThere() {
        // Given
        Encoder encoder = Tokenizers.hello().encoder();
        TokenBuffer ids = new TokenBuffer(0);

        // When
        encoder.encode("hello".getBytes(StandardCharsets.UTF_8), ids);
        encoder.encode("hell".getBytes(StandardCharsets.UTF_8), ids);

        // Then
        assertArrayEquals(new int[] {264, 263}, ids.toArray());
    }

    @Test
    void shouldRefuseASliceOutsideTheText() {
        // Given
        Encoder encoder = Tokenizers.hello().encoder();
        byte[] text = {'h', 'e'};

        // Then
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> encoder.encode(text, 1, 3, new TokenBuffer(4)));
    }

    @Test
    void shouldReturnAnyBytesUnchangedWithEveryVocabulary() {
        // Given
        Random random = new Random(33);
        for (String name : Tokenizer.names()) {
            Tokenizer tokenizer = Tokenizer.named(name);
            for (int round = 0; round < 3_000; round++) {
                byte[] bytes = new byte[random.nextInt(200)];
                random.nextBytes(bytes);

                // When
                byte[] back = tokenizer.decodeBytes(tokenizer.encode(bytes));

                // Then
                assertArrayEquals(bytes, back);
            }
        }
    }

    @Test
    void shouldStayExactWhenItHasMetMorePiecesThanItRemembers() {
        // Given: the memory grows, is emptied and grows again
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < PieceCache.MOST + 100_000; i++) {
            words.append(' ').append(lettersOf(i));
        }
        byte[] text = words.toString().getBytes(StandardCharsets.UTF_8);
        Tokenizer tokenizer = Tokenizer.named("r50k_base");
        Encoder encoder = tokenizer.encoder();
        TokenBuffer first = new TokenBuffer(16);
        TokenBuffer second = new TokenBuffer(16);

        // When
        encoder.encode(text, first);
        encoder.encode(text, second);

        // Then
        int[] expected =
                Encodings.newLazyEncodingRegistry()
                        .getEncoding("r50k_base")
                        .orElseThrow()
                        .encodeOrdinary(words.toString())
                        .toArray();
        assertArrayEquals(expected, first.toArray());
        assertArrayEquals(expected, second.toArray());
    }

    /** A different word for each number, of at least four letters. */
    private static String lettersOf(int number) {
        StringBuilder word = new StringBuilder();
        for (int rest = number + 26 * 26 * 26; rest > 0; rest /= 26) {
            word.append((char) ('a' + rest % 26));
        }
        return word.toString();
    }

    @Test
    void shouldEncodeTheSameOnManyThreads() throws Exception {
        // Given
        Tokenizer tokenizer = Tokenizer.named("r50k_base");
        List<String> texts = new ArrayList<>();
        List<int[]> expected = new ArrayList<>();
        Random random = new Random(34);
        for (int i = 0; i < 2_000; i++) {
            texts.add(RandomText.of(random, 20));
            expected.add(tokenizer.encode(texts.get(i)));
        }
        Callable<Void> work =
                () -> {
                    // When
                    for (int i = 0; i < texts.size(); i++) {
                        // Then
                        assertArrayEquals(expected.get(i), tokenizer.encode(texts.get(i)));
                    }
                    return null;
                };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Void> done : threads.invokeAll(List.of(work, work, work, work))) {
                done.get();
            }
        }
    }
}
