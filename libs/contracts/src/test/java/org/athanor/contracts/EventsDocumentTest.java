package org.athanor.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Holds the table of docs/events.md to the topics in the code and to the services' configuration. */
class EventsDocumentTest {

    private static final Path ROOT = Path.of("../..");
    private static final List<String> SERVICES =
            List.of("tokenizer", "pretrain", "reward", "rlhf", "inference");
    private static final Pattern INCOMING =
            Pattern.compile("mp\\.messaging\\.incoming\\.\\w+\\.topic");
    private static final Pattern ROW =
            Pattern.compile("\\| `([^`]+)`( \\(compacted\\))? \\|(.*)\\|");

    private record Row(
            String key,
            boolean compacted,
            Set<String> owners,
            Set<String> consumers,
            Set<String> records) {}

    @Test
    void shouldDescribeTheTopicsThatTheCodeHas() throws IOException {
        Map<String, Set<String>> consumers = consumers();
        Map<String, Row> code = new TreeMap<>();
        for (Topic topic : Topics.all()) {
            code.put(
                    topic.name(),
                    new Row(
                            topic.keyMeaning(),
                            topic.compacted(),
                            new TreeSet<>(topic.owners()),
                            consumers.getOrDefault(topic.name(), Set.of()),
                            topic.events().stream()
                                    .map(Class::getSimpleName)
                                    .collect(Collectors.toCollection(TreeSet::new))));
        }

        assertEquals(code, documented());
    }

    @Test
    void shouldGiveEveryEventOfATopicAType() {
        Set<Class<?>> typed =
                Arrays.stream(EventType.values())
                        .map(EventType::record)
                        .collect(Collectors.toSet());
        Set<Class<?>> carried =
                Topics.all().stream()
                        .flatMap(topic -> topic.events().stream())
                        .collect(Collectors.toSet());

        assertEquals(carried, typed);
    }

    private static Map<String, Row> documented() throws IOException {
        Map<String, Row> rows = new TreeMap<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/events.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String[] cells = row.group(3).split("\\|", -1);
                rows.put(
                        row.group(1),
                        new Row(
                                cells[0].strip(),
                                row.group(2) != null,
                                names(cells[1]),
                                names(cells[2]),
                                names(cells[3])));
            }
        }
        return rows;
    }

    private static Set<String> names(String cell) {
        return Arrays.stream(cell.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Topic to the services whose configuration has an incoming channel on it. */
    private static Map<String, Set<String>> consumers() throws IOException {
        Map<String, Set<String>> consumers = new TreeMap<>();
        Properties common =
                load(
                        ROOT.resolve(
                                "libs/service-kit/src/main/resources/META-INF/microprofile-config.properties"));
        for (String service : SERVICES) {
            Properties own =
                    load(
                            ROOT.resolve(
                                    service
                                            + "-service/src/main/resources/application.properties"));
            for (Properties configuration : List.of(common, own)) {
                configuration.forEach(
                        (key, value) -> {
                            if (INCOMING.matcher((String) key).matches()) {
                                String topic =
                                        ((String) value).replace("${athanor.service}", service);
                                consumers
                                        .computeIfAbsent(topic, each -> new TreeSet<>())
                                        .add(service);
                            }
                        });
            }
        }
        // inference-service owns no runs: the common request channel is left out of it.
        consumers.remove("inference.run-requested.v1");
        return consumers;
    }

    private static Properties load(Path file) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }
}
