package org.athanor.transformer.decoding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The state of one batch while it is decoded: which rows still speak, what they have said, and where the
 * next token goes. Rows that have ended stay in the tensors until enough of them can be dropped at once.
 */
final class Decoding {

    /** Steps that run without coming back to Java when nobody listens. */
    private static final int BLOCK = 8;

    private final int[][] prompts;
    private final SamplingOptions options;
    private final TokenListener listener;
    private final int first;
    private final int longestPrompt;
    private final int capacity;
    private final List<Answer> answers = new ArrayList<>();
    private List<Answer> rows;
    private int sampled;

    /**
     * @param first index of the first prompt among all of the request
     */
    Decoding(
            List<int[]> prompts,
            int first,
            SamplingOptions options,
            int contextLength,
            TokenListener listener) {
        this.prompts = prompts.toArray(int[][]::new);
        this.options = options;
        this.listener = listener;
        this.first = first;
        this.longestPrompt = prompts.stream().mapToInt(p -> p.length).max().orElse(0);
        int longestAnswer = 0;
        for (int i = 0; i < prompts.size(); i++) {
            int room = Math.min(options.maxTokens(), contextLength - prompts.get(i).length);
            longestAnswer = Math.max(longestAnswer, room);
            answers.add(
                    new Answer(
                            first + i,
                            longestPrompt - prompts.get(i).length,
                            room,
                            new Uniforms(options.seed(), first + i)));
        }
        this.capacity = longestPrompt + longestAnswer;
        this.rows = List.copyOf(answers);
    }

    int[][] prompts() {
        return prompts;
    }

    SamplingOptions options() {
        return options;
    }

    /** Slots of the cache. */
    int capacity() {
        return capacity;
    }

    /** Rows in the tensors now. */
    int rows() {
        return rows.size();
    }

    boolean isRagged() {
        return rows.stream().anyMatch(answer -> answer.padding > 0);
    }

    boolean isDone() {
        return rows.stream().allMatch(Answer::hasEnded);
    }

    long[] padding() {
        return rows.stream().mapToLong(answer -> answer.padding).toArray();
    }

    long[] lastTokens() {
        return rows.stream().mapToLong(Answer::last).toArray();
    }

    /** Where the last tokens go in the cache. */
    int slot() {
        return longestPrompt + sampled - 1;
    }

    /** How many steps the next call makes: short of the end of the cache and of the longest answer. */
    int nextSteps() {
        int remaining =
                rows.stream()
                        .filter(a -> !a.hasEnded())
                        .mapToInt(Answer::remaining)
                        .max()
                        .orElse(1);
        return listener != null ? 1 : Math.min(BLOCK, remaining);
    }

    /** The next random numbers of every row, [rows, steps] in one array. */
    float[] uniforms(int steps) {
        float[] values = new float[rows.size() * steps];
        for (int r = 0; r < rows.size(); r++) {
            for (int s = 0; s < steps; s++) {
                values[r * steps + s] = rows.get(r).uniforms.next();
            }
        }
        return values;
    }

    /** Takes what was sampled, [rows, steps]. */
    void accept(long[] tokens, float[] logProbs, int steps) {
        for (int r = 0; r < rows.size(); r++) {
            for (int s = 0; s < steps; s++) {
                rows.get(r).add((int) tokens[r * steps + s], logProbs[r * steps + s]);
            }
        }
        sampled += steps;
    }

    /**
     * Drops the rows that have ended once they are at least a quarter of all.
     *
     * @return positions of the rows to keep, or null to keep all
     */
    int[] compact() {
        int[] kept = new int[rows.size()];
        int count = 0;
        for (int r = 0; r < kept.length; r++) {
            if (!rows.get(r).hasEnded()) {
                kept[count++] = r;
            }
        }
        if (count > kept.length * 3 / 4) {
            return null;
        }
        int[] positions = Arrays.copyOf(kept, count);
        rows = Arrays.stream(positions).mapToObj(rows::get).toList();
        return positions;
    }

    List<Completion> completions() {
        return answers.stream().map(Answer::completion).toList();
    }

    /** One row's answer so far. */
    private final class Answer {

        private final int row;
        private final int padding;
        private final int room;
        private final Uniforms uniforms;
        private final int[] tokens;
        private final float[] logProbs;
        private int length;
        private int lastToken;
        private FinishReason reason;

        Answer(int row, int padding, int room, Uniforms uniforms) {
            this.row = row;
            this.padding = padding;
            this.room = room;
            this.uniforms = uniforms;
            this.tokens = new int[room];
            this.logProbs = new float[room];
        }

        void add(int token, float logProb) {
            lastToken = token;
            if (hasEnded()) {
                return; // said after its end, while others went on
            }
            tokens[length] = token;
            logProbs[length] = logProb;
            length++;
            boolean goesOn = listener == null || listener.onToken(row, token, logProb);
            if (options.stopIds().contains(token)) {
                reason = FinishReason.STOP;
            } else if (length == room) {
                reason = FinishReason.LENGTH;
            } else if (!goesOn) {
                reason = FinishReason.CANCELLED;
            }
        }

        boolean hasEnded() {
            return reason != null;
        }

        int remaining() {
            return room - length;
        }

        int last() {
            return lastToken;
        }

        Completion completion() {
            return new Completion(
                    Arrays.copyOf(tokens, length), Arrays.copyOf(logProbs, length), reason);
        }
    }
}
