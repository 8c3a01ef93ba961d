package org.athanor.tokenizer.cleaning;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;

/**
 * A maximum entropy model of Apache OpenNLP over the runs of one to three characters of a text: each
 * different run adds its weights to the scores of the languages. The same scores as the library's,
 * which makes a string of each run and a map of all of them; here a run is a number and the weights
 * lie in arrays, rounded to floats. Any thread.
 */
final class LanguageModel {

    private static final int LONGEST_RUN = 3;

    /** Of a run with weights for more languages a whole row is kept: vector instructions add it. */
    private static final int MOST_LISTED = 16;

    /** In the place of a count: the run has a row. */
    private static final int ROW = 255;

    private static final int COUNT_BITS = 8;

    private final String[] languages;

    /**
     * By open addressing two longs a slot, which one look into memory finds together: the mixed run, 0
     * where the slot is free, and where its weights begin with how many there are.
     */
    private final long[] table;

    /** Of each weight in a list, the language's number. */
    private final byte[] listedLanguages;

    private final float[] listedWeights;

    /** A weight for every language, row by row. */
    private final float[] rows;

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
        this.table = new long[2 * (Integer.highestOneBit(runs.size()) << 1)];
        int listed = 0;
        int inRows = 0;
        for (Context run : runs.values()) {
            if (isListed(run)) {
                listed += run.getOutcomes().length;
            } else {
                inRows += languages.length;
            }
        }
        this.listedLanguages = new byte[listed];
        this.listedWeights = new float[listed];
        this.rows = new float[inRows];
        fill(runs);
    }

    private void fill(Map<String, Context> runs) {
        int listed = 0;
        int inRows = 0;
        for (Map.Entry<String, Context> run : runs.entrySet()) {
            int[] outcomes = run.getValue().getOutcomes();
            double[] weights = run.getValue().getParameters();
            if (isListed(run.getValue())) {
                put(key(run.getKey()), listed, outcomes.length);
                for (int i = 0; i < outcomes.length; i++) {
                    listedLanguages[listed] = (byte) outcomes[i];
                    listedWeights[listed++] = (float) weights[i];
                }
            } else {
                put(key(run.getKey()), inRows, ROW);
                for (int i = 0; i < outcomes.length; i++) {
                    rows[inRows + outcomes[i]] = (float) weights[i];
                }
                inRows += languages.length;
            }
        }
    }

    private void put(long key, int begin, int count) {
        int slot = slot(key);
        table[slot] = key;
        table[slot + 1] = (long) begin << COUNT_BITS | count;
    }

    private static boolean isListed(Context run) {
        return run.getOutcomes().length <= MOST_LISTED;
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
        long[] places = new long[LONGEST_RUN * text.length()];
        int found = places(text, places);
        for (int i = 0; i < found; i++) {
            add(places[i], scores);
        }
        return new Scores(scores);
    }

    /**
     * Looks up every different run; returns how many there are. All together, before anything is done
     * with what is found: so the processor waits for many places of its memory at once.
     */
    private int places(String text, long[] places) {
        LongCounts seen = new LongCounts(places.length);
        int found = 0;
        for (int at = 0; at < text.length(); at++) {
            long run = 0;
            for (int length = 1; length <= LONGEST_RUN && at + length <= text.length(); length++) {
                run = run << Character.SIZE | text.charAt(at + length - 1);
                long key = key(run, length);
                if (seen.add(key) == 1) {
                    places[found++] = table[slot(key) + 1];
                }
            }
        }
        return found;
    }

    private void add(long place, double[] scores) {
        int begin = (int) (place >>> COUNT_BITS);
        int count = (int) place & ROW;
        if (count == ROW) {
            addRow(begin, scores);
            return;
        }
        for (int i = begin; i < begin + count; i++) {
            scores[listedLanguages[i]] += listedWeights[i];
        }
    }

    /** A loop that the compiler turns into vector instructions: keep it as plain as it is. */
    private void addRow(int begin, double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            scores[i] += rows[begin + i];
        }
    }

    /** Index of the key, or of where it would stand. */
    private int slot(long key) {
        int mask = table.length - 1;
        int slot = ((int) key << 1) & mask;
        while (table[slot] != key && table[slot] != 0) {
            slot = (slot + 2) & mask;
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
