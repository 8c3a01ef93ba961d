package org.athanor.inference.serving;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.model.ModelState;
import org.athanor.inference.TinyModels;
import org.athanor.inference.serving.ServingException.Reason;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class GenerationsIT {

    private static final String NAME = "long-winded";

    /** Fills a window of thousands of tokens: seconds, if nobody stops it. */
    private static final AnswerOptions ENDLESS =
            new AnswerOptions(
                    16, OptionalInt.empty(), 1, 1, 0, OptionalLong.of(1), List.of("no such"));

    @Inject TinyModels tinyModels;
    @Inject ArtifactStore store;

    @Test
    void shouldRefuseWhatTheQueueCannotHold() throws Exception {
        try (Replica replica = replica(Map.of("queue", "1"))) {
            // Given: one runs, one waits
            Generation running = start(replica);
            running.next();
            Generation waiting = start(replica);

            // When
            ServingException refused = assertThrows(ServingException.class, () -> start(replica));

            // Then
            assertEquals(Reason.QUEUE_FULL, refused.reason());

            // When: the one that waits gives up, there is room again
            waiting.close();
            start(replica).close();
            running.close();
        }
    }

    @Test
    void shouldKeepAModelUntilItsLastGenerationEnds() throws Exception {
        try (Replica replica = replica(Map.of())) {
            // Given
            Generation running = start(replica);
            running.next();

            // When: the name switches to another model
            ArtifactId other = tinyModels.babbler(99);
            replica.models().serve(new ModelState(NAME, other, null, 0));

            // Then: both are in memory, and the generation goes on with its own
            assertEquals(2, replica.models().loaded());
            running.next();

            // When
            running.close();

            // Then
            await().atMost(Duration.ofSeconds(30)).until(() -> replica.models().loaded() == 1);
        }
    }

    @Test
    void shouldStopWhatTakesTooLong() throws Exception {
        try (Replica replica = replica(Map.of("timeout", "PT0.2S"))) {
            // Given
            Generation generation = start(replica);

            // When
            ServingException stopped =
                    assertThrows(
                            ServingException.class,
                            () -> {
                                while (true) {
                                    generation.next();
                                }
                            });

            // Then
            assertEquals(Reason.TIMED_OUT, stopped.reason());
        }
    }

    @Test
    void shouldGiveAUserTheSameOfStableAndCanary() throws Exception {
        try (Replica replica = replica(Map.of())) {
            // Given
            ArtifactId stable = tinyModels.babbler(1);
            ArtifactId canary = tinyModels.babbler(2);
            replica.models().serve(new ModelState("both", stable, canary, 0.5));

            // When
            int canaries = 0;
            for (int user = 0; user < 400; user++) {
                ArtifactId first = answering(replica, "user-" + user);
                assertEquals(first, answering(replica, "user-" + user));
                canaries += first.equals(canary) ? 1 : 0;
            }

            // Then: half of 400, give or take four standard deviations
            assertEquals(200, canaries, 40);
        }
    }

    private static ArtifactId answering(Replica replica, String user) {
        try (ModelLease lease = replica.models().lease("both", user)) {
            return lease.model().artifact();
        }
    }

    private Replica replica(Map<String, String> settings) throws Exception {
        Replica replica = new Replica(store, settings);
        replica.models().serve(new ModelState(NAME, tinyModels.longWinded(1), null, 0));
        return replica;
    }

    private static Generation start(Replica replica) {
        return replica.generations()
                .start(NAME, null, model -> List.of(model.textPrompt("hi")), ENDLESS);
    }
}
