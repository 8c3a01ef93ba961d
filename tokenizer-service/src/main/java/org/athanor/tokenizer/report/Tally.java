package org.athanor.tokenizer.report;

/** Counts of some documents' text, and what tokenizers make of it. One thread. */
final class Tally {

    private final long[] referenceTokens;
    private long documents;
    private long bytes;
    private long words;
    private long tokens;

    /** @param references how many other tokenizers read the same text */
    Tally(int references) {
        referenceTokens = new long[references];
    }

    void add(long textBytes, long textWords, long textTokens, long[] textReferenceTokens) {
        documents++;
        bytes += textBytes;
        words += textWords;
        tokens += textTokens;
        for (int i = 0; i < referenceTokens.length; i++) {
            referenceTokens[i] += textReferenceTokens[i];
        }
    }

    void add(Tally other) {
        documents += other.documents;
        bytes += other.bytes;
        words += other.words;
        tokens += other.tokens;
        for (int i = 0; i < referenceTokens.length; i++) {
            referenceTokens[i] += other.referenceTokens[i];
        }
    }

    long documents() {
        return documents;
    }

    long bytes() {
        return bytes;
    }

    long words() {
        return words;
    }

    long tokens() {
        return tokens;
    }

    double bytesPerToken() {
        return ratio(bytes, tokens);
    }

    /** Tokens a word: fertility. */
    double tokensPerWord() {
        return ratio(tokens, words);
    }

    double bytesPerToken(int reference) {
        return ratio(bytes, referenceTokens[reference]);
    }

    double tokensPerWord(int reference) {
        return ratio(referenceTokens[reference], words);
    }

    private static double ratio(long above, long below) {
        return below == 0 ? 0 : (double) above / below;
    }
}
