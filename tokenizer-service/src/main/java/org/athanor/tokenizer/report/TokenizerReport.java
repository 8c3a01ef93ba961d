package org.athanor.tokenizer.report;

import java.util.List;
import java.util.Locale;

/**
 * How a tokenizer does on the corpus it was trained on, measured on a sample.
 *
 * @param tokenizer its artifact id
 * @param corpus the corpus' artifact id
 * @param sampleDocuments documents that were read
 * @param sampleBytes bytes of their text
 * @param vocabularySize rows of a model's embedding
 * @param bytesPerToken compression: more is better
 * @param tokensPerWord fertility: fewer is better; words are what stands between white space
 * @param references the same of well-known vocabularies
 * @param languages by language, the largest first
 * @param sources by source, the largest first; the smallest together as "others"
 * @param unused what the sample never needed
 * @param longest the longest tokens
 * @param frequent the commonest tokens of the sample
 * @param lengths how many tokens of the vocabulary have which length
 * @param ranks uses of the 1st, 2nd, 4th, … commonest token
 */
record TokenizerReport(
        String tokenizer,
        String corpus,
        long sampleDocuments,
        long sampleBytes,
        int vocabularySize,
        double bytesPerToken,
        double tokensPerWord,
        List<Reference> references,
        List<Group> languages,
        List<Group> sources,
        Unused unused,
        List<TokenUse> longest,
        List<TokenUse> frequent,
        List<LengthCount> lengths,
        List<RankUse> ranks) {

    /**
     * A well-known vocabulary on the same text.
     *
     * @param tokensRatio this tokenizer's tokens for each of the reference's: below 1 it is shorter
     */
    record Reference(
            String vocabulary, double bytesPerToken, double tokensPerWord, double tokensRatio) {}

    /**
     * Documents of one language or source.
     *
     * @param references bytes a token of each reference, in their order
     */
    record Group(
            String name,
            long documents,
            long bytes,
            long tokens,
            double bytesPerToken,
            double tokensPerWord,
            List<Double> references) {}

    /** @param examples some of them, spread over the vocabulary */
    record Unused(int count, double share, List<TokenUse> examples) {

        /** The share as a person writes it. */
        public String percent() {
            return String.format(Locale.ROOT, "%.1f", 100 * share);
        }
    }

    /** @param count in the sample */
    record TokenUse(int id, String text, int bytes, long count) {}

    record LengthCount(int bytes, int tokens) {}

    record RankUse(int rank, long count) {}
}
