package org.athanor.kit.database;

import static io.restassured.RestAssured.when;
import static org.athanor.kit.Patience.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.athanor.contracts.Topics;
import org.athanor.contracts.run.RunMetric;
import org.athanor.contracts.run.RunQueued;
import org.athanor.kit.cloudevent.CloudEvents;
import org.athanor.kit.outbox.Outbox;
import org.athanor.testkit.KafkaAndPostgres;
import org.athanor.testkit.Outage;
import org.athanor.testkit.TopicRecords;
import org.junit.jupiter.api.Test;

/** What the service stands on goes away and comes back. */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class OutageIT {

    @Inject Outbox outbox;
    @Inject Transactions transactions;
    @Inject Database database;
    @Inject CloudEvents cloudEvents;

    @Test
    void shouldSendWhatWaitedForTheBrokerInOrder() {
        // Given
        UUID key = UUID.randomUUID();
        List<Long> steps = new ArrayList<>();
        append(key, 0);

        // When
        try (Outage away = Outage.ofBroker()) {
            for (long step = 1; step <= 5; step++) {
                append(key, step);
            }
        }

        // Then
        try (TopicRecords records = TopicRecords.of(Topics.RUNS_METRIC.name())) {
            await().until(() -> records.withKey(key.toString()).size() >= 6);
            records.withKey(key.toString())
                    .forEach(
                            record ->
                                    steps.add(
                                            ((RunMetric) cloudEvents.decode(record.value()).data())
                                                    .step()));
        }
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), steps.stream().distinct().toList());
        await().until(() -> waiting() == 0);
    }

    @Test
    void shouldLetNoEventLeaveWithoutItsTransaction() {
        // Given
        UUID key = UUID.randomUUID();

        // When
        assertThrows(
                IllegalStateException.class,
                () ->
                        transactions.once(
                                () -> {
                                    outbox.append(Topics.RUNS_METRIC, metric(key, 1));
                                    throw new IllegalStateException("rolled back");
                                }));
        assertThrows(
                IllegalStateException.class,
                () -> outbox.append(Topics.RUNS_METRIC, metric(key, 2)));
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        transactions.run(
                                () ->
                                        outbox.append(
                                                Topics.RUNS_METRIC,
                                                new RunQueued(
                                                        key, "pretrain", "sum", Instant.EPOCH))));
        append(key, 3);

        // Then
        try (TopicRecords records = TopicRecords.of(Topics.RUNS_METRIC.name())) {
            records.await(record -> record.key().equals(key.toString()));
            assertEquals(1, records.withKey(key.toString()).size());
        }
    }

    @Test
    void shouldSayThatTheDatabaseIsAwayAndMendItself() {
        // Given
        when().get("/v1/runs").then().statusCode(200);

        // When
        try (Outage outage = Outage.ofDatabase()) {
            // Then
            when().get("/v1/runs")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", notNullValue())
                    .body("type", equalTo("urn:athanor:problem:unavailable"));
            when().get("/q/health/ready").then().statusCode(503);
            when().get("/q/health/live").then().statusCode(200);
        }
        await().untilAsserted(() -> when().get("/q/health/ready").then().statusCode(200));
        when().get("/v1/runs").then().statusCode(200);
    }

    private void append(UUID key, long step) {
        transactions.run(() -> outbox.append(Topics.RUNS_METRIC, metric(key, step)));
    }

    private static RunMetric metric(UUID key, long step) {
        return new RunMetric(key, "pretrain", step, Map.of(), Instant.EPOCH);
    }

    private long waiting() {
        return database.first("SELECT count(*) AS n FROM outbox", row -> row.getLong("n"))
                .orElseThrow();
    }
}
