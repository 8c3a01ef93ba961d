package org.athanor.kit.run;

/**
 * Does the runs of one kind. A CDI bean ({@code @ApplicationScoped}); the kit claims a run, calls
 * {@link #execute} on a worker thread and records how it ended.
 *
 * <p>A run can be killed at any instant and be executed again, here or on another replica: start
 * from {@link RunContext#lastCheckpoint()} and give the same artifact.
 *
 * @param <P> the parameters, a record: read from JSON (an unknown field is refused by name) and
 *     validated with Bean Validation, then with {@link #validate}
 */
public interface RunHandler<P> {

    /** What a request names, for example {@code pretrain}. */
    String kind();

    Class<P> parametersType();

    /**
     * Refuses what Bean Validation cannot, before the run is queued: throws an {@link
     * org.athanor.kit.problem.AthanorException} for the client.
     */
    default void validate(P parameters) {}

    /**
     * Does the work. An {@link org.athanor.kit.problem.AthanorException} fails the run with its
     * message; any other exception fails it with a general reason and is logged in full. Never
     * swallow the {@link RunInterruptedException} of {@link RunContext#ensureActive()}.
     */
    RunOutcome execute(P parameters, RunContext context) throws Exception;
}
