package org.athanor.transformer.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Trains merges the slow way, over characters of any kind: the most frequent neighbours first. */
final class NaiveBpe {

    /** A few lines with what test texts are made of. */
    static final String SAMPLE =
            "The cat doesn't see the other cat. Don't they'll say we've 1234 or 99 cats?\n"
                    + "  if (x == 10) {\n    return naïve(straße) // über 中文字 中文\n  }\n\n\n"
                    + "the then there these aaaaaaaa aaaa ---- ... !!! http://a.b/c?d=e WE'LL THE THE\r\n"
                    + "\t\tcafé cafe\u0301 🦙🦙 the 中文字 of the the in in on an and and and   ";

    private NaiveBpe() {}

    /** Two neighbours a merge. */
    static List<String[]> train(List<String> pieces, int merges) {
        List<List<String>> words = new ArrayList<>();
        for (String piece : pieces) {
            List<String> word = new ArrayList<>();
            piece.codePoints().forEach(point -> word.add(Character.toString(point)));
            words.add(word);
        }
        List<String[]> made = new ArrayList<>();
        while (made.size() < merges) {
            Map<List<String>, Integer> counts = new HashMap<>();
            for (List<String> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    counts.merge(List.of(word.get(i), word.get(i + 1)), 1, Integer::sum);
                }
            }
            if (counts.isEmpty()) {
                return made;
            }
            List<String> best =
                    counts.entrySet().stream()
                            .max(
                                    Map.Entry.<List<String>, Integer>comparingByValue()
                                            .thenComparing(entry -> entry.getKey().toString()))
                            .orElseThrow()
                            .getKey();
            made.add(new String[] {best.get(0), best.get(1)});
            words.forEach(word -> join(word, best));
        }
        return made;
    }

    private static void join(List<String> word, List<String> pair) {
        for (int i = 0; i + 1 < word.size(); i++) {
            if (word.get(i).equals(pair.get(0)) && word.get(i + 1).equals(pair.get(1))) {
                word.set(i, word.get(i) + word.remove(i + 1));
            }
        }
    }
}
