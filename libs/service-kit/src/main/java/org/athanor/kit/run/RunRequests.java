package org.athanor.kit.run;

import java.util.Map;
import java.util.UUID;

/** Queues runs; what the REST resource, the request topic and a service's own reactions share. */
public interface RunRequests {

    /**
     * Queues a run durably, in the caller's transaction or one of its own. Asking again under the
     * same id for the same thing changes nothing.
     *
     * @param parameters JSON values, as of the kind
     * @throws org.athanor.kit.problem.AthanorException INVALID_REQUEST for an unknown kind or bad
     *     parameters, CONFLICT when the id was used for another request
     */
    Submission submit(UUID runId, String kind, Map<String, Object> parameters);

    /** @param created false when the same request was there already */
    record Submission(Run run, boolean created) {}
}
