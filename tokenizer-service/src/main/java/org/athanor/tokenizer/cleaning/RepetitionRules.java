package org.athanor.tokenizer.cleaning;

import java.util.List;

/**
 * Rules about runs of words that come again. A share is of the characters in words; a run counts
 * from its second time on, and characters in several repeated runs count once.
 */
final class RepetitionRules {

    private static final int SHORTEST_TOP = 2;
    private static final int SHORTEST_DUPLICATE = 5;

    private final Words words;
    private final int[] before;

    private RepetitionRules(Words words) {
        this.words = words;
        this.before = new int[words.count() + 1];
        for (int i = 0; i < words.count(); i++) {
            before[i + 1] = before[i] + words.end(i) - words.start(i);
        }
    }

    /** The first rule that the text breaks, or null. */
    static String broken(Words words, QualityParameters bounds) {
        RepetitionRules rules = new RepetitionRules(words);
        String broken = rules.brokenTop(bounds.maximumTopNgrams());
        return broken == null ? rules.brokenDuplicates(bounds.maximumDuplicateNgrams()) : broken;
    }

    private String brokenTop(List<Double> maxima) {
        // A run comes no more often than the shorter one that it begins with.
        int atMost = Integer.MAX_VALUE;
        for (int i = 0; i < maxima.size(); i++) {
            int n = SHORTEST_TOP + i;
            double allowed = maxima.get(i) * characters();
            if (maxima.get(i) >= 1
                    || words.count() <= n
                    || (double) atMost * longest(n) <= allowed) {
                continue;
            }
            Top top = top(n);
            if (top.characters() > allowed) {
                return "top" + n + "Grams";
            }
            atMost = top.times();
        }
        return null;
    }

    private String brokenDuplicates(List<Double> maxima) {
        for (int i = 0; i < maxima.size(); i++) {
            int n = SHORTEST_DUPLICATE + i;
            long repeated = repeatedCharacters(n);
            if (repeated == 0) {
                // A longer run that comes again would hold a shorter one that does.
                return null;
            }
            if (repeated > maxima.get(i) * characters()) {
                return "duplicate" + n + "Grams";
            }
        }
        return null;
    }

    private int characters() {
        return before[words.count()];
    }

    /**
     * The commonest run of n words.
     *
     * @param times how often it comes
     * @param characters in it, all times together; none when it comes once
     */
    private record Top(int times, long characters) {}

    private Top top(int n) {
        long[] ngrams = words.ngrams(n);
        LongCounts counts = new LongCounts(ngrams.length);
        int most = 1;
        long longest = 0;
        for (int i = 0; i < ngrams.length; i++) {
            int count = counts.add(ngrams[i]);
            if (count >= most && count > 1) {
                long characters = before[i + n] - before[i];
                longest = count > most ? characters : Math.max(longest, characters);
                most = count;
            }
        }
        return new Top(most, longest * most);
    }

    /** Characters in the longest run of n words. */
    private int longest(int n) {
        int longest = 0;
        for (int i = 0; i + n <= words.count(); i++) {
            longest = Math.max(longest, before[i + n] - before[i]);
        }
        return longest;
    }

    /** Characters in runs of n words that came before. */
    private long repeatedCharacters(int n) {
        if (words.count() <= n) {
            return 0;
        }
        long[] ngrams = words.ngrams(n);
        LongCounts counts = new LongCounts(ngrams.length);
        long repeated = 0;
        int covered = 0;
        for (int i = 0; i < ngrams.length; i++) {
            if (counts.add(ngrams[i]) > 1) {
                repeated += before[i + n] - before[Math.max(i, covered)];
                covered = i + n;
            }
        }
        return repeated;
    }
}
