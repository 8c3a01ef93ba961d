package org.athanor.contracts.run;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Checks;
import org.athanor.contracts.Event;

/**
 * Someone wants a run. The record key is {@code runId}, a UUID that the caller chose: asking twice
 * under one id starts one run.
 *
 * @param runId run id and idempotency key
 * @param kind what to do, for example {@code pretrain}
 * @param parameters as of the kind, JSON values only; one that is null is left out
 */
public record RunRequested(UUID runId, String kind, Map<String, Object> parameters)
        implements Event {

    public RunRequested {
        Objects.requireNonNull(runId, "runId");
        Checks.notBlank(kind, "kind");
        parameters = present(parameters);
    }

    @Override
    public String key() {
        return runId.toString();
    }

    private static Map<String, Object> present(Map<String, Object> parameters) {
        if (parameters == null) {
            return Map.of();
        }
        Map<String, Object> present = new HashMap<>(parameters);
        present.values().removeIf(Objects::isNull);
        return Map.copyOf(present);
    }
}
