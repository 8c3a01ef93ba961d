package org.athanor.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.athanor.cli.api.Api;
import org.athanor.cli.api.Service;

/**
 * Samples answers on inference-service's OpenAI-compatible API, many prompts a request: the prompts
 * are rendered to tokens once and sent as such.
 */
final class Sampler {

    private static final int PROMPTS_A_REQUEST = 64;

    private final Api api;
    private final String tokenizer;
    private final Map<String, JsonNode> rendered = new HashMap<>();

    Sampler(Api api, String tokenizer) {
        this.api = api;
        this.tokenizer = tokenizer;
    }

    /** {@code answers.get(i)} are the n answers of model {@code name} to {@code prompts.get(i)}. */
    List<List<String>> sample(String name, List<String> prompts, int n, long seed) {
        List<List<String>> answers = new ArrayList<>();
        for (int start = 0; start < prompts.size(); start += PROMPTS_A_REQUEST) {
            int end = Math.min(prompts.size(), start + PROMPTS_A_REQUEST);
            answers.addAll(request(name, prompts.subList(start, end), n, seed + start));
        }
        return answers;
    }

    private List<List<String>> request(String name, List<String> prompts, int n, long seed) {
        JsonNode answer =
                api.post(
                        Service.INFERENCE,
                        "/v1/completions",
                        Map.of(
                                "model",
                                name,
                                "prompt",
                                prompts.stream().map(this::render).toList(),
                                "n",
                                n,
                                "seed",
                                seed,
                                "temperature",
                                DemoSize.TEMPERATURE,
                                "max_tokens",
                                DemoSize.MAXIMUM_TOKENS));
        List<List<String>> answers = new ArrayList<>();
        prompts.forEach(prompt -> answers.add(new ArrayList<>()));
        answer.path("choices")
                .forEach(
                        choice ->
                                answers.get(choice.path("index").asInt() / n)
                                        .add(storable(choice.path("text").asText())));
        return answers;
    }

    /** A young model may say U+0000, which no database stores as text. */
    private static String storable(String text) {
        return text.replace('\u0000', '\uFFFD');
    }

    /** The tokens of a one-turn chat, up to where the assistant speaks. */
    private JsonNode render(String prompt) {
        return rendered.computeIfAbsent(
                prompt,
                text ->
                        api.post(
                                        Service.TOKENIZER,
                                        "/v1/tokenizers/" + tokenizer + "/render",
                                        Map.of(
                                                "messages",
                                                List.of(Map.of("role", "user", "content", text))))
                                .path("ids"));
    }
}
