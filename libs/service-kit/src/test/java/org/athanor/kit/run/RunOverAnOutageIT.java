package org.athanor.kit.run;

import static org.athanor.kit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.testkit.Outage;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RunOverAnOutageIT {

    @Inject RunRequests requests;
    @Inject RunTable runs;
    @Inject SummingRuns handler;
    @Inject Gates gates;

    @Test
    void shouldGoOnWorkingWhileTheDatabaseIsAway() {
        // Given
        UUID id = UUID.randomUUID();
        gates.close(id);
        requests.submit(id, "sum", Map.of("steps", 4, "checkpointEvery", 4));
        await().until(() -> runs.find(id).orElseThrow().state() instanceof RunState.Running);
        int before = handler.stepsDone.get();

        // When: it reaches its checkpoint, and its end, with nobody to tell
        try (Outage outage = Outage.ofDatabase()) {
            gates.open(id);
            await().until(() -> handler.stepsDone.get() - before == 4);
        }

        // Then: no step is repeated
        await().ignoreExceptions().until(() -> runs.find(id).orElseThrow().state().isFinal());
        assertInstanceOf(RunState.Succeeded.class, runs.find(id).orElseThrow().state());
        assertEquals(4, handler.stepsDone.get() - before);
    }
}
