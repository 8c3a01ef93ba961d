package org.athanor.tokenizer.cleaning;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;

/**
 * A maximum entropy model of Apache OpenNLP over the runs of one to three characters of a text: each
 * different run adds its weights to the scores of the languages. The same scores as the library's,
 * which makes a string of each run and a map of all of them; here a run is a number and the weights
 * lie in arrays. Any thread.
 */
final class LanguageModel {

    private static final int LONGEST_RUN = 3;

    private final String[] languages;

    /** Mixed runs by open addressing; 0 where the slot is free. */
    private final long[] keys;

    /** Of each slot where its run's weights begin and end. */
    private final int[] begins;

    private final int[] ends;
    private final byte[] outcomes;
    private final double[] weights;

    /** @param scores of all languages, whose exponentials are their likelihoods */
    record Scores(double[] scores) {

        /** Of the highest, the first of several. */
        int first() {
            int first = 0;
            for (int i = 1; i < scores.length; i++) {
                first = scores[i] > scores[first] ? i : first;
            }
            return first;
        }

        /** p1 / (p1 + p2) of the two highest. */
        double confidence() {
            int first = first();
            double second = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < scores.length; i++) {
                second = i == first ? second : Math.max(second, scores[i]);
            }
            return 1 / (1 + Math.exp(second - scores[first]));
        }
    }

    private LanguageModel(String[] languages, Map<String, Context> runs) {
        if (languages.length > Byte.MAX_VALUE) {
            throw new IllegalStateException("a model of %d languages".formatted(languages.length));
        }
        this.languages = languages;
        int capacity = Integer.highestOneBit(runs.size()) << 2;
        this.keys = new long[capacity];
        this.begins = new int[capacity];
        this.ends = new int[capacity];
        int size = runs.values().stream().mapToInt(run -> run.getOutcomes().length).sum();
        this.outcomes = new byte[size];
        this.weights = new double[size];
        int filled = 0;
        for (Map.Entry<String, Context> run : runs.entrySet()) {
            int[] active = run.getValue().getOutcomes();
            int slot = slot(key(run.getKey()));
            keys[slot] = key(run.getKey());
            begins[slot] = filled;
            for (int i = 0; i < active.length; i++) {
                outcomes[filled] = (byte) active[i];
                weights[filled++] = run.getValue().getParameters()[i];
            }
            ends[slot] = filled;
        }
    }

    @SuppressWarnings("unchecked")
    static LanguageModel read(InputStream file) throws IOException {
        AbstractModel model = (AbstractModel) new LanguageDetectorModel(file).getMaxentModel();
        Object[] parts = model.getDataStructures();
        return new LanguageModel((String[]) parts[2], (Map<String, Context>) parts[1]);
    }

    /** The codes of the languages, ISO 639-3. */
    List<String> languages() {
        return List.of(languages);
    }

    /** @param text {@linkplain LanguageText normalised}, and in lower case */
    Scores scores(String text) {
        double[] scores = new double[languages.length];
        LongCounts seen = new LongCounts(LONGEST_RUN * text.length());
        for (int at = 0; at < text.length(); at++) {
            long run = 0;
            for (int length = 1; length <= LONGEST_RUN && at + length <= text.length(); length++) {
                run = run << Character.SIZE | text.charAt(at + length - 1);
                long key = key(run, length);
                if (seen.add(key) == 1) {
                    add(slot(key), scores);
                }
            }
        }
        return new Scores(scores);
    }

    private void add(int slot, double[] scores) {
        for (int i = begins[slot]; i < ends[slot]; i++) {
            scores[outcomes[i]] += weights[i];
        }
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) key & mask;
        while (keys[slot] != key && keys[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static long key(String text) {
        if (text.isEmpty() || text.length() > LONGEST_RUN) {
            throw new IllegalStateException("a model with a run '%s'".formatted(text));
        }
        long run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = run << Character.SIZE | text.charAt(i);
        }
        return key(run, text.length());
    }

    /** Different for different runs, and never 0: the mixing maps nothing else to it. */
    private static long key(long run, int length) {
        return Words.mix(run << 8 | length);
    }
}
