package org.athanor.transformer.tokenizer;

/**
 * {@link SplitPattern#GPT2}: contractions, then runs of letters, of numbers or of other characters,
 * each with the one space before it. Pattern: Radford et al., "Language Models are Unsupervised
 * Multitask Learners" (2019), as released in encoder.py.
 */
final class Gpt2Splitter implements Splitter {

    @Override
    public int pieceEnd(byte[] text, int from, int to) {
        int contraction = Contractions.length(text, from, to);
        if (contraction > 0) {
            return from + contraction;
        }
        int afterSpace = text[from] == ' ' ? from + 1 : from;
        int kind = Runs.classAt(text, afterSpace, to);
        if (kind == 0 || (kind & CharacterClass.WHITESPACE) != 0) {
            return Runs.whitespaceEnd(text, from, to);
        }
        return Runs.end(text, afterSpace, to, setOf(kind));
    }

    private static int setOf(int kind) {
        if ((kind & CharacterClass.LETTER) != 0) {
            return CharacterClass.LETTER;
        }
        return kind == CharacterClass.NUMBER ? CharacterClass.NUMBER : CharacterClass.OTHER;
    }
}
