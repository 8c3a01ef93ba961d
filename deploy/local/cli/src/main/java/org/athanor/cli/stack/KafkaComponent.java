package org.athanor.cli.stack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.athanor.stack.kafka.BrokerMain;
import org.athanor.stack.net.LoopbackPort;

/** The broker, on the launcher's own class path. */
record KafkaComponent(StackLayout layout) implements Component {

    private static final Duration STOP_PATIENCE = Duration.ofSeconds(15);

    @Override
    public String name() {
        return StackLayout.KAFKA;
    }

    @Override
    public int port() {
        return layout.kafkaPort();
    }

    @Override
    public Running launch() throws IOException {
        ChildJvm.Program broker =
                new ChildJvm.Program(
                        System.getProperty("java.class.path"),
                        List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                        BrokerMain.class.getName(),
                        List.of(
                                layout.home().data().resolve("kafka").toString(),
                                Integer.toString(layout.kafkaPort()),
                                Integer.toString(layout.kafkaControllerPort())),
                        Map.of(),
                        () -> LoopbackPort.accepts(layout.kafkaPort()),
                        STOP_PATIENCE);
        return ChildJvm.start(broker, layout.home().data(), layout.log(name()));
    }
}
