package org.athanor.kit.run;

import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;

/** A training run in small: adds up its steps, saves the sum every so often, publishes it. */
@Singleton
class SummingRuns implements RunHandler<SummingRuns.Parameters> {

    record Parameters(
            @NotNull @Positive @Max(10_000) Integer steps,
            Integer checkpointEvery,
            Failure failAtTheEnd) {}

    enum Failure {
        EXPECTED,
        UNEXPECTED,
        DISK_FULL,
        OUT_OF_MEMORY,
        NAN
    }

    /** Steps done by all runs together: how much work was repeated. */
    final AtomicInteger stepsDone = new AtomicInteger();

    private final ArtifactStore store;
    private final Gates gates;

    SummingRuns(ArtifactStore store, Gates gates) {
        this.store = store;
        this.gates = gates;
    }

    @Override
    public String kind() {
        return "sum";
    }

    @Override
    public Class<Parameters> parametersType() {
        return Parameters.class;
    }

    @Override
    public void validate(Parameters parameters) {
        if (parameters.checkpointEvery() != null
                && parameters.checkpointEvery() > parameters.steps()) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "checkpointEvery must be at most steps, was " + parameters.checkpointEvery());
        }
    }

    @Override
    public RunOutcome execute(Parameters parameters, RunContext context) throws Exception {
        long step = 0;
        long sum = 0;
        if (context.lastCheckpoint().isPresent()) {
            RunCheckpoint checkpoint = context.lastCheckpoint().get();
            step = checkpoint.step();
            sum = read(checkpoint.artifact());
        }
        while (step < parameters.steps()) {
            while (!gates.pass(context.runId())) {
                context.ensureActive();
            }
            context.ensureActive();
            step++;
            sum += step;
            stepsDone.incrementAndGet();
            context.metrics(step, Map.of("loss", 1.0 / step));
            context.progress(step, parameters.steps(), "steps");
            if (parameters.checkpointEvery() != null && step % parameters.checkpointEvery() == 0) {
                context.checkpointed(step, publish(ArtifactKind.CHECKPOINT, sum, context));
            }
        }
        fail(parameters, context);
        return new RunOutcome(publish(ArtifactKind.REPORT, sum, context), Map.of("sum", sum));
    }

    private static void fail(Parameters parameters, RunContext context) throws IOException {
        switch (parameters.failAtTheEnd()) {
            case EXPECTED ->
                    throw new AthanorException(
                            ErrorCode.UNPROCESSABLE, "the corpus is empty: add documents");
            case UNEXPECTED -> throw new IllegalStateException("secret inside");
            case DISK_FULL -> throw new IOException("write: No space left on device");
            case OUT_OF_MEMORY -> throw new OutOfMemoryError("Java heap space");
            case NAN -> context.metrics(parameters.steps(), Map.of("loss", Double.NaN));
            case null -> {}
        }
    }

    private ArtifactId publish(ArtifactKind kind, long sum, RunContext context) throws IOException {
        try (ArtifactDraft draft = store.draft(kind)) {
            Files.writeString(draft.file("sum.txt"), Long.toString(sum));
            return store.publish(
                            draft,
                            List.of(),
                            kind == ArtifactKind.CHECKPOINT
                                    ? Map.of("run", context.runId().toString())
                                    : Map.of(),
                            context.runId())
                    .id();
        }
    }

    private long read(ArtifactId checkpoint) throws IOException {
        return Long.parseLong(
                Files.readString(store.open(checkpoint, ArtifactKind.CHECKPOINT).file("sum.txt")));
    }
}
