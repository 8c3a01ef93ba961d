package org.athanor.cli.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.athanor.cli.CliException;

/**
 * Keeps one component running: starts it, waits until it is ready, starts it again when it ends, with a growing pause.
 * A component that has never been ready is not started over and over: its first failure is the stack's.
 */
final class Supervisor {

    private static final Duration READY_PATIENCE = Duration.ofMinutes(3);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A run this long was no failure to start: the pause begins anew. */
    private static final Duration STABLE = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Component component;
    private final Consumer<String> say;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Thread thread;
    private volatile Component.Running running;
    private volatile boolean stopping;

    private Supervisor(Component component, Consumer<String> say) {
        this.component = component;
        this.say = say;
        this.thread =
                Thread.ofPlatform()
                        .daemon()
                        .name(component.name() + "-supervisor")
                        .unstarted(this::supervise);
    }

    /** Begins at once, on a thread of its own. */
    static Supervisor over(Component component, Consumer<String> say) {
        Supervisor supervisor = new Supervisor(component, say);
        supervisor.thread.start();
        return supervisor;
    }

    Component component() {
        return component;
    }

    /** Completes at the first readiness; exceptionally, with words for people, when the first start failed. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        while (!stopping) {
            long started = System.nanoTime();
            String end = runOnce();
            if (stopping) {
                return;
            }
            if (!ready.isDone() || ready.isCompletedExceptionally()) {
                ready.completeExceptionally(
                        new CliException(component.name() + " did not start: " + end));
                return;
            }
            if (System.nanoTime() - started > STABLE.toNanos()) {
                pause = FIRST_PAUSE;
            }
            say.accept(
                    component.name()
                            + " ended ("
                            + end
                            + "); starting it again in "
                            + pause.toSeconds()
                            + " s");
            sleep(pause);
            pause =
                    pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                            ? pause.multipliedBy(2)
                            : LONGEST_PAUSE;
        }
    }

    /** Returns how the process ended. */
    private String runOnce() {
        try {
            Component.Running now = component.launch();
            running = now;
            if (stopping) {
                now.stop(); // asked to stop while it was being started
            }
            if (awaitReady(now)) {
                announce();
            }
            return now.ended().get();
        } catch (IOException | CliException e) {
            return e.getMessage();
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        } catch (InterruptedException e) {
            return "interrupted";
        } catch (RuntimeException | LinkageError e) {
            return e.toString(); // a supervisor that died would leave its callers waiting
        } finally {
            running = null;
        }
    }

    private void announce() {
        if (!ready.complete(null)) {
            say.accept(component.name() + " is ready again");
        }
    }

    private boolean awaitReady(Component.Running now) throws InterruptedException {
        long deadline = System.nanoTime() + READY_PATIENCE.toNanos();
        while (!now.isReady()) {
            if (now.ended().isDone() || stopping) {
                return false;
            }
            if (System.nanoTime() > deadline) {
                if (!ready.isDone()) {
                    now.stop();
                    return false;
                }
                say.accept(component.name() + " is still not ready");
                deadline = System.nanoTime() + READY_PATIENCE.toNanos();
            }
            sleep(POLL);
        }
        return true;
    }

    private void sleep(Duration pause) {
        long end = System.nanoTime() + pause.toNanos();
        while (!stopping && System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    /** Ends the process and the supervision; returns when both are over. */
    void stop() throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        Component.Running now = running;
        if (now != null) {
            now.stop();
        }
        thread.join();
    }
}
