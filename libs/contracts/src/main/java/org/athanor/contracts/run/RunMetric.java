package org.athanor.contracts.run;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.athanor.contracts.Checks;
import org.athanor.contracts.Event;

/** A step's numbers: loss, tokens per second, learning rate, KL, reward. */
public record RunMetric(
        UUID runId, String service, long step, Map<String, Double> numbers, Instant at)
        implements Event {

    public RunMetric {
        Objects.requireNonNull(runId, "runId");
        Checks.notBlank(service, "service");
        Checks.notNegative(step, "step");
        numbers = Map.copyOf(numbers);
        Objects.requireNonNull(at, "at");
    }

    @Override
    public String key() {
        return runId.toString();
    }
}
