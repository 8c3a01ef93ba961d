package org.athanor.transformer.encoderdecoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * The hypotheses for one source. Each step, all live ones are continued by their most probable tokens;
 * of the best continuations, twice as many as the beam is wide, those that end compete for being the
 * result, and the best of the others live on.
 */
final class Beam {

    /** A place of the beam that nothing fills, because the vocabulary is small or the search is over. */
    private static final Hypothesis NOTHING =
            new Hypothesis(new int[0], Double.NEGATIVE_INFINITY, 0);

    private final BeamOptions options;
    private final int startId;
    private final int endId;
    private final int room;
    private List<Hypothesis> hypotheses = List.of(new Hypothesis(new int[0], 0, 0));
    private int length;
    private Translation best; // of those that ended; null before the first
    private boolean done;

    /**
     * A target so far.
     *
     * @param parent which of the earlier hypotheses it continues
     */
    private record Hypothesis(int[] tokens, double logProb, int parent) {

        Hypothesis continued(int token, double tokenLogProb, int self) {
            int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
            longer[tokens.length] = token;
            return new Hypothesis(longer, logProb + tokenLogProb, self);
        }

        int last() {
            return tokens[tokens.length - 1];
        }
    }

    /**
     * @param room most tokens of a target, its end token among them
     */
    Beam(BeamOptions options, EncoderDecoderConfig config, int room) {
        this.options = options;
        this.startId = config.startId();
        this.endId = config.endId();
        this.room = room;
    }

    boolean isDone() {
        return done;
    }

    /** For every hypothesis which of the earlier ones it continues. */
    int[] parents() {
        return hypotheses.stream().mapToInt(Hypothesis::parent).toArray();
    }

    /** The last token of every hypothesis. */
    int[] lastTokens() {
        return hypotheses.stream()
                .mapToInt(h -> h.tokens().length == 0 ? startId : h.last())
                .toArray();
    }

    /**
     * Continues the hypotheses by one token.
     *
     * @param logProbs [hypotheses][candidates] of the most probable next tokens
     * @param ids [hypotheses][candidates] which tokens these are
     */
    void advance(float[][] logProbs, int[][] ids) {
        if (done) {
            return;
        }
        length++;
        List<Hypothesis> live = new ArrayList<>(options.width());
        for (Hypothesis candidate : candidates(logProbs, ids)) {
            if (candidate.last() == endId) {
                end(candidate);
            } else if (live.size() < options.width()) {
                live.add(candidate);
            }
        }
        done = isOver(live);
        if (done && best == null) {
            best = translation(live.get(0), false);
        }
        int missing = done ? options.width() : options.width() - live.size();
        hypotheses = new ArrayList<>(done ? List.of() : live);
        hypotheses.addAll(Collections.nCopies(missing, NOTHING));
    }

    /** The best continuations, most probable first. */
    private List<Hypothesis> candidates(float[][] logProbs, int[][] ids) {
        List<Hypothesis> all = new ArrayList<>();
        for (int h = 0; h < ids.length; h++) {
            Hypothesis hypothesis = hypotheses.get(h);
            for (int c = 0; c < ids[h].length && hypothesis != NOTHING; c++) {
                all.add(hypothesis.continued(ids[h][c], logProbs[h][c], h));
            }
        }
        all.sort(Comparator.comparingDouble(Hypothesis::logProb).reversed()); // stable
        return all.subList(0, Math.min(all.size(), 2 * options.width()));
    }

    private void end(Hypothesis hypothesis) {
        Translation ended = translation(hypothesis, true);
        if (best == null || ended.score() > best.score()) {
            best = ended;
        }
    }

    private Translation translation(Hypothesis hypothesis, boolean ended) {
        int[] tokens = hypothesis.tokens();
        return new Translation(
                ended ? Arrays.copyOf(tokens, tokens.length - 1) : tokens,
                hypothesis.logProb(),
                options.score(hypothesis.logProb(), tokens.length),
                ended);
    }

    /**
     * Whether no live hypothesis can become better than the best that ended ("terminate early when
     * possible", section 6.1): its probability can only fall, and its penalty not exceed that of the
     * longest target.
     */
    private boolean isOver(List<Hypothesis> live) {
        return live.isEmpty()
                || length == room
                || (best != null && best.score() >= options.score(live.get(0).logProb(), room));
    }

    /** The result, once {@link #isDone()}. */
    Translation result() {
        return best;
    }
}
