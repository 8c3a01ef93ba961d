package org.athanor.kit.run;

import static org.athanor.kit.Patience.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.kit.database.Database;
import org.athanor.kit.database.Transactions;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.Test;

/**
 * Replicas that die, sleep too long or stop. A killed replica is one that claimed a run and is never
 * heard of again: that is all the database sees of it.
 */
@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class RunTakeoverIT {

    private static final Duration SHORT_LEASE = Duration.ofMillis(300);
    private static final int PATIENT = 5;

    @Inject RunRequests requests;
    @Inject RunTable runs;
    @Inject RunLifecycle lifecycle;
    @Inject RunCheckpoints checkpoints;
    @Inject RunWorkers workers;
    @Inject Transactions transactions;
    @Inject Database database;
    @Inject ArtifactStore store;
    @Inject SummingRuns handler;
    @Inject Gates gates;

    @Test
    void shouldResumeAKilledReplicasRunFromItsLastCheckpointToTheSameArtifact() {
        // Given: what the run gives when nobody interrupts it
        UUID undisturbed = UUID.randomUUID();
        requests.submit(undisturbed, "sum", Map.of("steps", 10, "checkpointEvery", 2));
        ArtifactId expected = awaitSuccess(undisturbed).artifact();

        // Given: a replica that did 6 steps, saved them, and was killed
        UUID id = queuedForGhost(Map.of("steps", 10, "checkpointEvery", 2));
        claimAs("ghost", id, SHORT_LEASE);
        ArtifactId checkpoint = checkpoint("21");
        transactions.run(() -> lifecycle.checkpointed(id, 1, new RunCheckpoint(6, checkpoint)));
        int before = handler.stepsDone.get();

        // When: its lease runs out
        RunState.Succeeded succeeded = awaitSuccess(id);

        // Then: 4 steps were left
        assertEquals(expected, succeeded.artifact());
        assertEquals(55, succeeded.figures().get("sum"));
        assertEquals(4, handler.stepsDone.get() - before);
        assertEquals(2, runs.find(id).orElseThrow().attempts());
    }

    @Test
    void shouldAcceptNothingFromAReplicaThatLostItsLease() {
        // Given
        UUID id = queuedForGhost(Map.of("steps", 3));
        gates.close(id);
        claimAs("sleeper", id, SHORT_LEASE);
        await().until(() -> runs.find(id).orElseThrow().attempts() == 2);

        // When, Then
        ArtifactId checkpoint = checkpoint("late");
        assertThrows(
                RunInterruptedException.class,
                () ->
                        transactions.run(
                                () ->
                                        lifecycle.checkpointed(
                                                id, 1, new RunCheckpoint(3, checkpoint))));
        assertThrows(
                RunInterruptedException.class,
                () ->
                        transactions.run(
                                () -> lifecycle.succeed(id, 1, new RunOutcome(null, Map.of()))));
        RunLease lease = new RunLease(id, 1);
        lease.renew(runs, Duration.ofHours(1));
        assertThrows(RunInterruptedException.class, lease::ensureHeld);

        gates.open(id);
        assertEquals(6, awaitSuccess(id).figures().get("sum"));
    }

    @Test
    void shouldGiveARunThatKeepsKillingItsReplicasUp() {
        // Given
        UUID id = queuedForGhost(Map.of("steps", 3));
        claimAs("ghost", id, SHORT_LEASE);
        database.update("UPDATE run SET lost_leases = ? WHERE id = ?", PATIENT - 1, id);

        // When
        await().until(() -> runs.find(id).orElseThrow().state().isFinal());

        // Then
        RunState.Failed failed =
                assertInstanceOf(RunState.Failed.class, runs.find(id).orElseThrow().state());
        assertTrue(failed.reason().contains("stopped 5 times"), failed.reason());
    }

    @Test
    void shouldCancelARunWhoseReplicaIsGone() {
        // Given
        UUID id = queuedForGhost(Map.of("steps", 3));
        claimAs("ghost", id, SHORT_LEASE);

        // When
        transactions.once(() -> lifecycle.requestCancel(id));

        // Then
        await().until(() -> runs.find(id).orElseThrow().state() instanceof RunState.Cancelled);
    }

    @Test
    void shouldGiveTheRunBackWhenTheReplicaStops() throws InterruptedException {
        // Given: the only worker that is told of the run
        UUID id = UUID.randomUUID();
        gates.close(id);
        requests.submit(id, "sum", Map.of("steps", 4, "checkpointEvery", 1));
        await().until(() -> runs.find(id).orElseThrow().state() instanceof RunState.Running);
        gates.open(id, 2);
        await().until(() -> checkpoints.newest(id).map(RunCheckpoint::step).orElse(0L) == 2);
        RunWorker other = workers.worker("other");
        Thread thread = Thread.ofPlatform().start(other);

        // When: a second worker takes over what the first gives back in order
        transactions.run(() -> lifecycle.giveBack(id, 1));

        // Then: without waiting for a lease to run out
        await().until(() -> runs.find(id).orElseThrow().attempts() == 2);
        assertEquals(
                0,
                database.first(
                                "SELECT lost_leases FROM run WHERE id = ?",
                                row -> row.getInt("lost_leases"),
                                id)
                        .orElseThrow());
        gates.open(id);
        assertEquals(10, awaitSuccess(id).figures().get("sum"));
        other.stop();
        thread.join();
    }

    @Test
    void shouldKeepTheBestCheckpointBesideTheLast() {
        // Given
        UUID id = queuedForGhost(Map.of("steps", 10));
        claimAs("ghost", id, Duration.ofMinutes(5));
        double[] losses = {3, 1, 2, 2.5};
        List<ArtifactId> artifacts = new ArrayList<>();

        // When
        for (int i = 0; i < losses.length; i++) {
            artifacts.add(checkpoint("best of " + id + " " + i));
            RunCheckpoint next =
                    new RunCheckpoint(i + 1, artifacts.getLast(), OptionalDouble.of(losses[i]));
            transactions.run(() -> lifecycle.checkpointed(id, 1, next));
            checkpoints.pruneRunning(id);
        }

        // Then: of the losses 3, 1, 2 and 2.5 the second is the least
        assertEquals(List.of(false, true, true, true), inStore(artifacts));
        checkpoints.pruneEnded(id);
        assertEquals(List.of(false, true, false, true), inStore(artifacts));
        assertEquals(4, checkpoints.newest(id).orElseThrow().step());
        transactions.run(() -> lifecycle.fail(id, 1, "over"));
    }

    private List<Boolean> inStore(List<ArtifactId> artifacts) {
        return artifacts.stream().map(each -> store.find(each).isPresent()).toList();
    }

    @Test
    void shouldLeaveACheckpointFromWhichSomethingWasMade() {
        // Given
        UUID id = queuedForGhost(Map.of("steps", 10));
        claimAs("ghost", id, Duration.ofMinutes(5));
        ArtifactId parent = checkpoint("parent of " + id);
        try (ArtifactDraft draft = store.draft(ArtifactKind.REPORT)) {
            Files.writeString(draft.file("report.txt"), "made of " + id);
            store.publish(draft, List.of(parent), Map.of(), null);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }

        // When
        for (int step = 1; step <= 3; step++) {
            RunCheckpoint next =
                    new RunCheckpoint(step, step == 1 ? parent : checkpoint(id + " " + step));
            transactions.run(() -> lifecycle.checkpointed(id, 1, next));
        }
        checkpoints.pruneRunning(id);

        // Then
        assertTrue(store.find(parent).isPresent());
        transactions.run(() -> lifecycle.fail(id, 1, "over"));
    }

    @Test
    void shouldKeepTwoCheckpointsOfARunningRunAndOneOfAFinishedOne() {
        // Given
        UUID id = UUID.randomUUID();
        gates.close(id);
        requests.submit(id, "sum", Map.of("steps", 5, "checkpointEvery", 1));

        // When
        gates.open(id, 4);
        await().until(() -> checkpoints.newest(id).map(RunCheckpoint::step).orElse(0L) == 4);

        // Then
        await().until(() -> checkpointsOf(id).size() == 2);
        gates.open(id);
        awaitSuccess(id);
        await().until(() -> checkpointsOf(id).size() == 1);
        assertEquals(5, checkpoints.newest(id).orElseThrow().step());
    }

    @Test
    void shouldClaimEachRunOnceHoweverManyAsk() throws Exception {
        // Given
        Set<UUID> queued = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            queued.add(queuedForGhost(Map.of("steps", 1)));
        }
        List<Callable<List<UUID>>> claimers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String replica = "claimer-" + i;
            claimers.add(() -> claimAll(replica));
        }

        // When
        List<UUID> claimed = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(claimers.size())) {
            for (Future<List<UUID>> each : threads.invokeAll(claimers)) {
                claimed.addAll(each.get());
            }
        }

        // Then
        assertEquals(queued, new HashSet<>(claimed));
        assertEquals(queued.size(), claimed.size());
        queued.forEach(id -> transactions.once(() -> lifecycle.requestCancel(id)));
    }

    private List<UUID> claimAll(String replica) {
        List<UUID> claimed = new ArrayList<>();
        Optional<Run> next = claim(replica, Duration.ofSeconds(5));
        while (next.isPresent()) {
            claimed.add(next.get().id());
            next = claim(replica, Duration.ofSeconds(5));
        }
        return claimed;
    }

    /** Queued under a kind that this replica's own worker does not claim, so that a ghost can. */
    private UUID queuedForGhost(Map<String, Object> parameters) {
        UUID id = UUID.randomUUID();
        transactions.run(
                () -> {
                    assertTrue(runs.insert(id, "ghostly", parameters));
                    lifecycle.queued(id, "ghostly");
                });
        return id;
    }

    /** After the claim it is an ordinary run again, which anybody can take over. */
    private void claimAs(String replica, UUID id, Duration lease) {
        Run claimed = claim(replica, lease).orElseThrow();
        assertEquals(id, claimed.id());
        database.update("UPDATE run SET kind = 'sum' WHERE id = ?", id);
        assertFalse(claimed.state().isFinal());
    }

    private Optional<Run> claim(String replica, Duration lease) {
        return transactions.once(() -> lifecycle.claim(replica, Set.of("ghostly"), lease, PATIENT));
    }

    private RunState.Succeeded awaitSuccess(UUID id) {
        await("run " + id).until(() -> runs.find(id).orElseThrow().state().isFinal());
        return assertInstanceOf(RunState.Succeeded.class, runs.find(id).orElseThrow().state());
    }

    private List<ArtifactId> checkpointsOf(UUID run) {
        return store.list(ArtifactKind.CHECKPOINT).stream()
                .filter(manifest -> run.equals(manifest.run()))
                .map(manifest -> manifest.id())
                .toList();
    }

    private ArtifactId checkpoint(String content) {
        try (ArtifactDraft draft = store.draft(ArtifactKind.CHECKPOINT)) {
            Files.writeString(draft.file("sum.txt"), content);
            return store.publish(draft, List.of(), Map.of(), null).id();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
