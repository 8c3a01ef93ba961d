package org.athanor.transformer.tokenizer.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;

/** Learns from text without repetition, whatever the heap; the main class of a small JVM. */
final class SmallHeap {

    static final int MERGES = 300;

    /** Distinct words, together. */
    static final long BYTES = 28L << 20;

    private SmallHeap() {}

    public static void main(String[] arguments) throws IOException {
        BpeOptions options =
                BpeOptions.standard(Path.of(arguments[0]))
                        .withThreads(1)
                        .withMemoryBytes(Long.parseLong(arguments[1]));
        System.out.println(learn(options));
    }

    static LearntMerges learn(BpeOptions options) throws IOException {
        try (BpeTraining training = new BpeTraining(options)) {
            training.addAll(texts());
            return training.learn(MERGES, merges -> {});
        }
    }

    /** A megabyte at a time: letters at random, the common ones more often, in words of 12. */
    private static Iterator<byte[]> texts() {
        Random random = new Random(1);
        return IntStream.range(0, (int) (BYTES >> 20)).mapToObj(i -> text(random)).iterator();
    }

    private static byte[] text(Random random) {
        byte[] text = new byte[1 << 20];
        for (int i = 0; i < text.length; i++) {
            int letter = random.nextInt(26) * random.nextInt(26) / 26;
            text[i] = (byte) (i % 13 == 0 ? ' ' : 'a' + letter);
        }
        return text;
    }
}
