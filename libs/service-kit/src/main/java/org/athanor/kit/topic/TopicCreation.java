package org.athanor.kit.topic;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jboss.logging.Logger;

/** Creates missing topics in the background, however long the broker is away. */
@Singleton
class TopicCreation {

    private static final Logger LOG = Logger.getLogger(TopicCreation.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int ANSWER_WITHIN_MS = 5_000;

    private final Map<String, Object> configuration;
    private final RequiredTopics required;
    private final Thread thread;
    private volatile boolean done;
    private volatile String obstacle = "the topics have not been looked for yet";

    TopicCreation(
            @Identifier("default-kafka-broker") Map<String, Object> broker,
            RequiredTopics required) {
        this.configuration = new HashMap<>(broker);
        configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_WITHIN_MS);
        this.required = required;
        this.thread = Thread.ofPlatform().daemon().name("topic-creation").unstarted(this::run);
    }

    void start(@Observes StartupEvent started) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        thread.interrupt();
    }

    boolean isDone() {
        return done;
    }

    String obstacle() {
        return obstacle;
    }

    private void run() {
        try {
            while (!done) {
                try (Admin admin = Admin.create(configuration)) {
                    createMissing(admin);
                    done = true;
                } catch (ExecutionException | TimeoutException | KafkaException e) {
                    report(e);
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void createMissing(Admin admin)
            throws ExecutionException, InterruptedException, TimeoutException {
        Set<String> present =
                admin.listTopics().names().get(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS);
        List<NewTopic> missing =
                required.all().stream().filter(topic -> !present.contains(topic.name())).toList();
        for (var creation : admin.createTopics(missing).values().entrySet()) {
            try {
                creation.getValue().get(ANSWER_WITHIN_MS, TimeUnit.MILLISECONDS);
                LOG.infof("created the topic %s", creation.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                // Another replica, or the other owner, was faster.
            }
        }
    }

    private void report(Exception failure) {
        Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
        String next =
                cause.getMessage() == null
                        ? "the broker does not answer"
                        : "the broker is away or refuses: " + cause.getMessage();
        if (!next.equals(obstacle)) {
            LOG.warnf("topics wait to be created: %s", next);
        }
        obstacle = next;
    }
}
