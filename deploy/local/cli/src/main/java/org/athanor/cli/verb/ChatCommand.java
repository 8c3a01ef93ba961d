package org.athanor.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.cli.ExitCode;
import org.athanor.cli.JsonOutput;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code chat}. */
@Command(
        name = "chat",
        description = "Talk to a model: one message, or, without one, a conversation line by line.")
public final class ChatCommand extends ApiVerb {

    private static final String EVENT = "data:";
    private static final String DONE = "[DONE]";

    @Parameters(arity = "0..1", paramLabel = "MESSAGE", description = "What to say.")
    private String message;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "athanor",
            description = "Which model (default: ${DEFAULT-VALUE}).")
    private String model;

    @Option(
            names = "--temperature",
            defaultValue = "0.8",
            description = "0 is greedy (default: ${DEFAULT-VALUE}).")
    private double temperature;

    @Option(
            names = "--max-tokens",
            defaultValue = "64",
            description = "Longest answer (default: ${DEFAULT-VALUE}).")
    private int maxTokens;

    @Override
    int execute(Api api, JsonOutput json) throws IOException, InterruptedException {
        if (message == null) {
            converse(api);
            return ExitCode.OK;
        }
        List<Map<String, String>> messages = List.of(said("user", message));
        if (json.ownsStandardOutput()) {
            JsonNode answer =
                    api.post(Service.INFERENCE, "/v1/chat/completions", body(messages, false));
            json.write(answer, () -> {});
        } else {
            String text = stream(api, messages);
            json.write(Map.of("model", model, "answer", text), () -> {});
        }
        return ExitCode.OK;
    }

    private void converse(Api api) throws IOException, InterruptedException {
        System.err.println("Talking to " + model + ". End with Ctrl-D.");
        List<Map<String, String>> messages = new ArrayList<>();
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.err.print("> ");
        for (String line; (line = input.readLine()) != null; System.err.print("> ")) {
            if (!line.isBlank()) {
                messages.add(said("user", line));
                messages.add(said("assistant", stream(api, messages)));
            }
        }
    }

    /** Prints the answer as it comes, and returns it. */
    private String stream(Api api, List<Map<String, String>> messages)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(api.uri(Service.INFERENCE, "/v1/chat/completions"))
                        .header("Content-Type", "application/json")
                        .header("Accept", "text/event-stream")
                        .POST(
                                BodyPublishers.ofString(
                                        api.json().writeValueAsString(body(messages, true))));
        StringBuilder answer = new StringBuilder();
        try (InputStream events = api.stream(Service.INFERENCE, request);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8))) {
            for (String line; (line = lines.readLine()) != null; ) {
                String data =
                        line.startsWith(EVENT) ? line.substring(EVENT.length()).strip() : DONE;
                if (!data.equals(DONE)) {
                    String piece =
                            api.json().readTree(data).at("/choices/0/delta/content").asText();
                    System.out.print(piece);
                    System.out.flush();
                    answer.append(piece);
                }
            }
        }
        System.out.println();
        return answer.toString();
    }

    private Map<String, Object> body(List<Map<String, String>> messages, boolean stream) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", model);
        body.put("messages", messages);
        body.put("temperature", temperature);
        body.put("max_tokens", maxTokens);
        body.put("stream", stream);
        return body;
    }

    private static Map<String, String> said(String role, String content) {
        return Map.of("role", role, "content", content);
    }
}
