package org.athanor.inference.serving;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.athanor.inference.serving.GenerationEvent.Completed;
import org.athanor.inference.serving.GenerationEvent.Failed;
import org.athanor.inference.serving.GenerationEvent.Piece;
import org.athanor.inference.serving.GenerationEvent.RowEnded;
import org.athanor.inference.serving.ServingException.Reason;
import org.athanor.inference.serving.ServingMeters.ModelMeters;
import org.athanor.transformer.decoding.SamplingOptions;
import org.jboss.logging.Logger;

/** Generates one batch: turns the engine's tokens into events. Frees its model when it ends. */
final class GenerationTask implements Runnable {

    private static final Logger LOG = Logger.getLogger(GenerationTask.class);

    private final ModelLease lease;
    private final LoadedModel model;
    private final Batch batch;
    private final AnswerOptions options;
    private final Generation generation;
    private final ModelMeters meters;
    private final GenerationClock clock;
    private final RowText[] texts;
    private final int[] tokens;

    GenerationTask(
            ModelLease lease,
            Batch batch,
            AnswerOptions options,
            Generation generation,
            ModelMeters meters) {
        this.lease = lease;
        this.model = lease.model();
        this.batch = batch;
        this.options = options;
        this.generation = generation;
        this.meters = meters;
        this.clock = new GenerationClock(meters);
        this.texts = new RowText[batch.rows().length];
        Arrays.setAll(texts, row -> model.newRowText(options.stop()));
        this.tokens = new int[texts.length];
    }

    @Override
    public void run() {
        try {
            generate();
        } catch (Throwable e) {
            meters.failed().increment();
            LOG.errorf(e, "a generation on %s failed", model.artifact());
            generation.tell(
                    new Failed(
                            new ServingException(
                                    Reason.GENERATION_FAILED,
                                    "the generation failed on our side, the log knows more")));
        } finally {
            lease.close();
        }
    }

    /** Instead of {@link #run}, when the request left the queue before its turn. */
    void abandon() {
        meters.cancelled().increment();
        lease.close();
    }

    private void generate() {
        model.generate(batch.rows(), sampling(), this::onToken);
        int completionTokens = Arrays.stream(tokens).sum();
        meters.promptTokens().increment(batch.promptTokens());
        meters.completionTokens().increment(completionTokens);
        clock.ended();
        if (generation.isCancelled()) {
            meters.cancelled().increment();
        } else {
            meters.completed().increment();
            generation.tell(new Completed(new TokenUsage(batch.promptTokens(), completionTokens)));
        }
    }

    private SamplingOptions sampling() {
        return new SamplingOptions(
                (float) options.temperature(),
                options.topK(),
                (float) options.topP(),
                batch.maxTokens(),
                model.stopIds(),
                options.seed().orElseGet(() -> ThreadLocalRandom.current().nextLong()));
    }

    /** @return whether the row shall go on */
    private boolean onToken(int row, int token, float logProb) {
        if (generation.isCancelled()) {
            return false;
        }
        clock.token(row);
        tokens[row]++;
        boolean answerEnds = model.stopIds().contains(token);
        RowText text = texts[row];
        String shown = answerEnds ? "" : text.append(token);
        generation.tell(new Piece(row, shown, List.of(model.describe(token, logProb))));
        if (answerEnds || text.stopped()) {
            end(row, RowEnd.STOP);
            return false;
        }
        if (tokens[row] == batch.maxTokens()) {
            end(row, RowEnd.LENGTH);
            return false;
        }
        return true;
    }

    private void end(int row, RowEnd reason) {
        String rest = texts[row].finish();
        // The last characters may have completed a stop string.
        RowEnd end = texts[row].stopped() ? RowEnd.STOP : reason;
        if (!rest.isEmpty()) {
            generation.tell(new Piece(row, rest, List.of()));
        }
        generation.tell(new RowEnded(row, end));
    }
}
