package org.athanor.tokenizer.cleaning;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.athanor.tokenizer.cleaning.DecontaminationParameters.Action;

/**
 * Finds documents that share a run of words with an evaluation set, as Brown et al., Language Models
 * are Few-Shot Learners (arXiv:2005.14165), appendix C. The report names the set.
 */
final class Decontamination implements Step {

    private static final int MARGIN_CHARACTERS = 200;
    private static final int LEAST_CHARACTERS = 200;
    private static final int MOST_CUTS = 10;

    private final NgramIndex index;
    private final List<String> names;
    private final int[] lengths;
    private final Action action;

    /** @param names of the sets by their numbers in the index */
    Decontamination(NgramIndex index, List<String> names, Action action) {
        this.index = index;
        this.names = names;
        this.lengths = index.lengths();
        this.action = action;
    }

    @Override
    public String name() {
        return "decontamination";
    }

    @Override
    public Verdict judge(Content content) {
        int[] sets = overlaps(content.words());
        if (sets == null) {
            return Verdict.KEPT;
        }
        boolean cut = action == Action.CUT && content.texts().size() == 1;
        return cut ? cut(content, sets) : remove(content.words(), sets);
    }

    /** For every word the set that shares it, plus one; null when there is none. */
    private int[] overlaps(Words words) {
        int[] beginnings = index.beginnings(words);
        int[] sets = null;
        for (int length : lengths) {
            for (int first : beginnings) {
                int set =
                        first + length <= words.count()
                                ? index.get(words.ngram(first, length))
                                : -1;
                if (set >= 0) {
                    sets = sets == null ? new int[words.count()] : sets;
                    Arrays.fill(sets, first, first + length, set + 1);
                    if (action == Action.REMOVE) {
                        return sets;
                    }
                }
            }
        }
        return sets;
    }

    private Verdict remove(Words words, int[] sets) {
        int first = firstFrom(sets, 0);
        return new Verdict.Removed(names.get(sets[first] - 1), words.start(first));
    }

    private Verdict cut(Content content, int[] sets) {
        Words words = content.words();
        String text = content.joined();
        StringBuilder left = new StringBuilder();
        int cuts = 0;
        int from = 0;
        int firstCut = -1;
        for (int at = firstFrom(sets, 0); at >= 0; ) {
            int last = at;
            while (last + 1 < sets.length && sets[last + 1] != 0) {
                last++;
            }
            cuts++;
            int end = Math.max(from, words.start(at) - MARGIN_CHARACTERS);
            firstCut = firstCut < 0 ? end : firstCut;
            keep(text, from, end, left);
            from = Math.min(text.length(), words.end(last) + MARGIN_CHARACTERS);
            at = firstFrom(sets, last + 1);
        }
        keep(text, from, text.length(), left);
        if (cuts > MOST_CUTS || left.isEmpty()) {
            return remove(words, sets);
        }
        String name = names.get(sets[firstFrom(sets, 0)] - 1);
        return new Verdict.Changed(
                List.of(left.toString()),
                Map.of(name, (long) cuts),
                Math.min(firstCut, left.length()));
    }

    /** Keeps a part that is long enough to learn from, on its own lines. */
    private static void keep(String text, int start, int end, StringBuilder left) {
        int from = start > 0 ? nextSpace(text, start, end) : start;
        int to = end < text.length() ? lastSpace(text, from, end) : end;
        if (to - from < LEAST_CHARACTERS) {
            return;
        }
        if (!left.isEmpty()) {
            left.append("\n\n");
        }
        left.append(text.substring(from, to).strip());
    }

    private static int nextSpace(String text, int from, int end) {
        int at = from;
        while (at < end && !Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int lastSpace(String text, int from, int end) {
        int at = end;
        while (at > from && !Character.isWhitespace(text.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private static int firstFrom(int[] sets, int from) {
        for (int i = from; i < sets.length; i++) {
            if (sets[i] != 0) {
                return i;
            }
        }
        return -1;
    }
}
