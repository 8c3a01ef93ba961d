package org.athanor.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of metrics, on both sides. */
final class MetricNames {

    /** What stands in a query and is no metric: functions, keywords, labels in by (…). */
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\([^)]*\\)");

    private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");
    private static final Pattern RANGES = Pattern.compile("\\[[^]]*]");
    private static final Pattern NAME = Pattern.compile("\\b[a-z][a-z0-9_]*\\b(?!\\s*\\()");
    private static final Set<String> KEYWORDS = Set.of("by", "without", "and", "or", "unless");

    private MetricNames() {}

    /** The names in a Prometheus exposition. */
    static Set<String> exported(String exposition) {
        return exposition
                .lines()
                .filter(line -> !line.startsWith("#") && !line.isBlank())
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names in all queries of the boards below {@code folder}. */
    static Set<String> queriedBy(Path folder) throws IOException {
        List<Path> boards;
        try (Stream<Path> tree = Files.walk(folder)) {
            boards = tree.filter(file -> file.toString().endsWith(".json")).toList();
        }
        Set<String> names = new TreeSet<>();
        for (Path board : boards) {
            JsonNode json = new ObjectMapper().readTree(board.toFile());
            for (JsonNode query : json.findValues("expr")) {
                names.addAll(metricsOf(query.asText()));
            }
        }
        return names;
    }

    static Set<String> metricsOf(String query) {
        String bare = query;
        for (Pattern noise : List.of(MATCHERS, RANGES, GROUPING)) {
            bare = noise.matcher(bare).replaceAll(" ");
        }
        Set<String> names = new TreeSet<>();
        for (Matcher name = NAME.matcher(bare); name.find(); ) {
            if (!KEYWORDS.contains(name.group())) {
                names.add(name.group());
            }
        }
        return names;
    }
}
