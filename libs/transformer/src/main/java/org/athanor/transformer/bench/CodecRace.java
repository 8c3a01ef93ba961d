package org.athanor.transformer.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;

/**
 * Tokenizers of one vocabulary that take turns on the same text, so that a disturbance of the machine
 * meets them all.
 */
final class CodecRace {

    private final String vocabulary;
    private final List<BenchCodec<?>> codecs;
    private final int rounds;

    /**
     * @param rounds that count; one before them does not
     */
    CodecRace(String vocabulary, List<BenchCodec<?>> codecs, int rounds) {
        this.vocabulary = vocabulary;
        this.codecs = List.copyOf(codecs);
        this.rounds = rounds;
    }

    List<Map<String, Object>> encode(BenchText text, int threads)
            throws InterruptedException, ExecutionException {
        List<Lap> laps = new ArrayList<>();
        for (BenchCodec<?> codec : codecs) {
            BenchText part = text.sample(codec.every());
            laps.add(new Lap(codec, part.bytes(), () -> encodeAll(codec, part, threads)));
        }
        return race(laps, text, threads);
    }

    List<Map<String, Object>> decode(BenchText text)
            throws InterruptedException, ExecutionException {
        List<Lap> laps = new ArrayList<>();
        for (BenchCodec<?> codec : codecs) {
            BenchText part = text.sample(codec.every());
            laps.add(new Lap(codec, part.bytes(), decoding(codec, part)));
        }
        return race(laps, text, 1);
    }

    private List<Map<String, Object>> race(List<Lap> laps, BenchText text, int threads)
            throws InterruptedException, ExecutionException {
        double[][] rates = new double[laps.size()][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < laps.size(); i++) {
                double rate = laps.get(i).megabytesPerSecond();
                if (round >= 0) {
                    rates[i][round] = rate;
                }
            }
        }
        List<Map<String, Object>> figures = new ArrayList<>();
        for (int i = 0; i < laps.size(); i++) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("implementation", laps.get(i).codec().implementation());
            row.put("vocabulary", vocabulary);
            row.put("corpus", text.name());
            row.put("threads", threads);
            row.put("mb_per_second", Figures.rounded(Figures.median(rates[i])));
            row.put("mb_per_second_best", best(rates[i]));
            row.put("mb_per_second_worst", worst(rates[i]));
            row.put("bytes", laps.get(i).bytes());
            figures.add(row);
        }
        return figures;
    }

    private static Double best(double[] rates) {
        return Figures.rounded(Arrays.stream(rates).max().orElse(Double.NaN));
    }

    private static Double worst(double[] rates) {
        return Figures.rounded(Arrays.stream(rates).min().orElse(Double.NaN));
    }

    /** Each thread takes every so many-th document. */
    private static long encodeAll(BenchCodec<?> codec, BenchText text, int threads)
            throws InterruptedException, ExecutionException {
        List<Callable<Long>> shares = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread;
            shares.add(
                    () -> {
                        ToIntFunction<String> encoder = codec.encoder();
                        long ids = 0;
                        for (int i = first; i < text.documents().size(); i += threads) {
                            ids += encoder.applyAsInt(text.documents().get(i));
                        }
                        return ids;
                    });
        }
        long ids = 0;
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Future<Long> share : pool.invokeAll(shares)) {
                ids += share.get();
            }
        }
        return ids;
    }

    private static <I> Work decoding(BenchCodec<I> codec, BenchText text) {
        List<I> encoded = new ArrayList<>();
        for (String document : text.documents()) {
            encoded.add(codec.encode(document));
        }
        return () -> {
            long characters = 0;
            for (I ids : encoded) {
                characters += codec.decode(ids).length();
            }
            return characters;
        };
    }

    /** Returns something that depends on all of its work. */
    @FunctionalInterface
    private interface Work {
        long run() throws InterruptedException, ExecutionException;
    }

    private record Lap(BenchCodec<?> codec, long bytes, Work work) {

        double megabytesPerSecond() throws InterruptedException, ExecutionException {
            long start = System.nanoTime();
            long done = work.run();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (done <= 0) {
                throw new IllegalStateException(codec.implementation() + " did nothing");
            }
            return bytes / 1e6 / seconds;
        }
    }
}
