package org.athanor.transformer.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.tokenizer.SpecialTokens;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.athanor.transformer.tokenizer.training.BpeOptions;
import org.athanor.transformer.tokenizer.training.BpeTraining;
import org.athanor.transformer.tokenizer.training.LearntMerges;

/**
 * How fast a vocabulary is learnt, from the bytes of documents to the merges: the {@code train} list
 * of {@code bench tokenizer}.
 */
final class VocabularyBench {

    /** Special tokens and bytes, which are not learnt. */
    private static final int GIVEN = SpecialTokens.ALL.size() + 256;

    private static final double MEGABYTE = 1e6;

    private final String corpus;
    private final List<byte[]> documents;
    private final int vocabularySize;

    /**
     * @param corpus its name in the report
     * @param documents UTF-8 each
     */
    VocabularyBench(String corpus, List<byte[]> documents, int vocabularySize) {
        this.corpus = corpus;
        this.documents = documents;
        this.vocabularySize = vocabularySize;
    }

    /** The figures of so many threads each. */
    List<Map<String, Object>> run(int[] threads, int rounds) throws IOException {
        List<Map<String, Object>> figures = new ArrayList<>();
        for (int each : threads) {
            figures.add(run(each, rounds));
        }
        return figures;
    }

    private Map<String, Object> run(int threads, int rounds) throws IOException {
        double[] seconds = new double[rounds];
        double[] heap = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            double before = startHeapPeak();
            long start = System.nanoTime();
            learn(threads);
            seconds[round] = (System.nanoTime() - start) / 1e9;
            heap[round] = heapPeak() - before;
        }
        double median = Figures.median(seconds);
        long bytes = documents.stream().mapToLong(document -> document.length).sum();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("corpus", corpus);
        figures.put("vocabulary_size", vocabularySize);
        figures.put("threads", threads);
        figures.put("seconds", Figures.rounded(median));
        figures.put("mb_per_second", Figures.rounded(bytes / MEGABYTE / median));
        figures.put("peak_heap_mb", Figures.rounded(Figures.median(heap) / MEGABYTE));
        return figures;
    }

    /** What each of the runs learns, whatever its threads. */
    Tokenizer tokenizer() throws IOException {
        return Tokenizer.ofMerges(learn(1).merges());
    }

    private LearntMerges learn(int threads) throws IOException {
        Path folder = Files.createTempDirectory("athanor-bench-");
        BpeOptions options = BpeOptions.standard(folder).withThreads(threads);
        try (BpeTraining training = new BpeTraining(options)) {
            training.addAll(documents.iterator());
            LearntMerges learnt = training.learn(vocabularySize - GIVEN, merges -> {});
            if (learnt.merges().size() + GIVEN < vocabularySize) {
                throw new IllegalArgumentException(
                        "%s supports %d tokens, fewer than %d"
                                .formatted(corpus, learnt.merges().size() + GIVEN, vocabularySize));
            }
            return learnt;
        } finally {
            Files.delete(folder);
        }
    }

    /** Bytes of heap in use, garbage collected; the peak is looked for from here. */
    private static double startHeapPeak() {
        System.gc();
        pools().forEach(MemoryPoolMXBean::resetPeakUsage);
        return heapPeak();
    }

    /** The highest use of each pool, together: at least the heap that was needed. */
    private static double heapPeak() {
        return pools().stream().mapToDouble(pool -> pool.getPeakUsage().getUsed()).sum();
    }

    private static List<MemoryPoolMXBean> pools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }
}
