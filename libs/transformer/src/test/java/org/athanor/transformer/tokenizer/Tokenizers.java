package org.athanor.transformer.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Small tokenizers for the tests of this package. */
final class Tokenizers {

    private Tokenizers() {}

    /** Merges "he", "ll", "hell", "hello", " w". */
    static Tokenizer hello() {
        return Tokenizer.ofMerges(
                List.of(
                        new Merge('h', 'e'),
                        new Merge('l', 'l'),
                        new Merge(256, 257),
                        new Merge(258, 'o'),
                        new Merge(' ', 'w')));
    }

    /** Merges over the letters a to d, as a trainer could have made them. */
    static List<Merge> randomMerges(Random random, int count) {
        List<Merge> merges = new ArrayList<>();
        while (merges.size() < count) {
            Merge merge = new Merge(symbol(random, merges.size()), symbol(random, merges.size()));
            if (!merges.contains(merge)) {
                merges.add(merge);
            }
        }
        return merges;
    }

    private static int symbol(Random random, int made) {
        int choice = random.nextInt(4 + made);
        return choice < 4 ? 'a' + choice : 256 + choice - 4;
    }
}
