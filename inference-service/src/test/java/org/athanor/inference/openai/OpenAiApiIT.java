package org.athanor.inference.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.inference.Api;
import org.athanor.inference.TinyModels;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class OpenAiApiIT {

    private static final String NAME = "openai-api";
    private static final String CHAT =
            "'model':'" + NAME + "','messages':[{'role':'user','content':'hi'}],'seed':7";

    @TestHTTPResource("/")
    URI root;

    @Inject TinyModels models;

    private Api api;
    private ArtifactId artifact;

    @BeforeEach
    void promote() throws Exception {
        api = new Api(root);
        artifact = models.babbler(1);
        assertEquals(200, api.promote(NAME, artifact).status());
    }

    @Test
    void shouldListTheModelAndSayWhatStandsBehindIt() throws Exception {
        // When
        JsonNode list = api.get("/v1/models").body();
        JsonNode model = api.get("/v1/models/" + NAME).body();

        // Then
        assertTrue(list.get("data").findValuesAsText("id").contains(NAME), list.toString());
        assertEquals(artifact.value(), model.at("/athanor/artifact").asText());
        assertEquals(TinyModels.CONTEXT, model.at("/athanor/context_length").asInt());
        assertTrue(model.at("/athanor/chat").asBoolean());
        assertTrue(model.at("/athanor/parameters").asLong() > 0);
    }

    @Test
    void shouldTalkThroughTheTemplateThatAModelCameWith() throws Exception {
        // Given
        String template =
                "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system') }}"
                        + "{% endif %}{{ '<|' + m.role + '|>\n' + m.content + '<|end|>\n' }}{% endfor %}"
                        + "{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}";
        assertEquals(
                200, api.promote(NAME, models.talkerOfElsewhere("hello you", template)).status());
        String greedy = ",'max_tokens':20,'temperature':0}";

        // When
        JsonNode answer = api.post("/v1/chat/completions", "{" + CHAT + greedy).body();
        Api.Answer refused =
                api.post("/v1/chat/completions", "{" + CHAT.replace("'user'", "'system'") + greedy);

        // Then
        assertEquals("hello you", answer.at("/choices/0/message/content").asText());
        assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
        assertEquals(400, refused.status());
        assertTrue(
                refused.body().at("/error/message").asText().contains("no system"),
                refused.body().toString());
    }

    @Test
    void shouldNameTheArtifactInEveryAnswer() throws Exception {
        // When
        Api.Answer chat = api.post("/v1/chat/completions", "{" + CHAT + ",'max_tokens':3}");
        List<String> stream =
                api.stream("/v1/chat/completions", "{" + CHAT + ",'max_tokens':3,'stream':true}");

        // Then
        assertEquals(artifact.value(), chat.header("X-Athanor-Model"));
        assertEquals(artifact.value(), chat.body().get("system_fingerprint").asText());
        assertEquals(
                artifact.value(), Api.json(stream.getFirst()).get("system_fingerprint").asText());
    }

    @Test
    void shouldStreamWhatItWouldAnswerWhole() throws Exception {
        // Given
        String request = CHAT + ",'n':3,'max_tokens':24,'temperature':0.8,'top_p':0.9,'top_k':50";

        // When
        JsonNode whole = api.post("/v1/chat/completions", "{" + request + "}").body();
        List<String> stream =
                api.stream(
                        "/v1/chat/completions",
                        "{" + request + ",'stream':true,'stream_options':{'include_usage':true}}");

        // Then
        assertEquals("[DONE]", stream.getLast());
        List<JsonNode> chunks =
                stream.subList(0, stream.size() - 1).stream().map(Api::json).toList();
        for (JsonNode choice : whole.get("choices")) {
            List<JsonNode> pieces =
                    chunks.stream()
                            .flatMap(chunk -> chunk.get("choices").valueStream())
                            .filter(piece -> piece.get("index").equals(choice.get("index")))
                            .toList();
            assertEquals("assistant", pieces.getFirst().at("/delta/role").asText());
            assertEquals(
                    choice.at("/message/content").asText(),
                    pieces.stream()
                            .map(piece -> piece.at("/delta/content").asText())
                            .collect(Collectors.joining()));
            assertEquals(choice.get("finish_reason"), pieces.getLast().get("finish_reason"));
        }
        JsonNode last = chunks.getLast();
        assertTrue(last.get("choices").isEmpty());
        assertEquals(whole.get("usage"), last.get("usage"));
        assertTrue(chunks.getFirst().get("usage").isNull());
    }

    @Test
    void shouldAnswerAlikeForTheSameSeedOnly() throws Exception {
        // Given
        String request = "{'model':'" + NAME + "','prompt':'hi','max_tokens':20,'seed':%d}";

        // When
        JsonNode first = api.post("/v1/completions", request.formatted(1)).body();
        JsonNode again = api.post("/v1/completions", request.formatted(1)).body();
        JsonNode other = api.post("/v1/completions", request.formatted(2)).body();

        // Then
        assertEquals(first.get("choices"), again.get("choices"));
        assertNotEquals(first.get("choices"), other.get("choices"));
    }

    @Test
    void shouldCompleteSeveralPromptsOfAnyFormInOneBatch() throws Exception {
        // When
        JsonNode texts =
                api.post(
                                "/v1/completions",
                                "{'model':'"
                                        + NAME
                                        + "','prompt':['a','bcd'],'n':2,'max_tokens':4,"
                                        + "'temperature':0}")
                        .body();
        JsonNode tokens =
                api.post(
                                "/v1/completions",
                                "{'model':'"
                                        + NAME
                                        + "','prompt':[[5,6],[7]],'max_tokens':4,'temperature':0}")
                        .body();

        // Then
        assertEquals(
                List.of(0, 1, 2, 3),
                texts.findValues("index").stream().map(JsonNode::asInt).toList());
        assertEquals(4, texts.at("/usage/prompt_tokens").asInt());
        assertEquals(texts.at("/choices/0/text"), texts.at("/choices/1/text"));
        assertEquals(3, tokens.at("/usage/prompt_tokens").asInt());
        assertEquals(2, tokens.get("choices").size());
    }

    @Test
    void shouldStopBeforeAStopString() throws Exception {
        // Given: an answer, and two characters from its middle
        ObjectNode request =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("model", NAME)
                        .put("prompt", "hi")
                        .put("max_tokens", 40)
                        .put("seed", 3);
        String free = api.post("/v1/completions", request).body().at("/choices/0/text").asText();
        int middle = free.length() / 2;
        String stop = free.substring(middle, middle + 2);

        // When
        JsonNode stopped = api.post("/v1/completions", request.put("stop", stop)).body();

        // Then
        assertEquals(free.substring(0, free.indexOf(stop)), stopped.at("/choices/0/text").asText());
        assertEquals("stop", stopped.at("/choices/0/finish_reason").asText());
        assertTrue(stopped.at("/usage/completion_tokens").asInt() < 40);
    }

    @Test
    void shouldListTheTokensItChoseWithTheirLogProbabilities() throws Exception {
        // When
        JsonNode chat =
                api.post("/v1/chat/completions", "{" + CHAT + ",'max_tokens':5,'logprobs':true}")
                        .body();
        JsonNode completion =
                api.post(
                                "/v1/completions",
                                "{'model':'"
                                        + NAME
                                        + "','prompt':'hi','max_tokens':5,'logprobs':0}")
                        .body();

        // Then
        JsonNode tokens = chat.at("/choices/0/logprobs/content");
        assertEquals(chat.at("/usage/completion_tokens").asInt(), tokens.size());
        tokens.forEach(token -> assertTrue(token.get("logprob").asDouble() <= 0));
        JsonNode scores = completion.at("/choices/0/logprobs/token_logprobs");
        assertEquals(completion.at("/usage/completion_tokens").asInt(), scores.size());
    }

    @ParameterizedTest(name = "{0} {1} is refused with {2} {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "/v1/chat/completions | {'model':'none','messages':[{'role':'user','content':'a'}]}"
                        + " | 404 | model_not_found | model",
                "/v1/completions | {'model':'none','prompt':'a'} | 404 | model_not_found | model",
                "/v1/completions | {'prompt':'a'} | 400 | invalid_value | model",
                "/v1/completions | {'model':'openai-api','prompt':[9999]} | 400 | token_out_of_range"
                        + " | prompt",
                "/v1/completions | {'model':'openai-api','prompt':'a','max_tokens':500} | 400"
                        + " | context_length_exceeded | max_tokens",
                "/v1/completions | {'model':'openai-api','prompt':'a','n':500} | 400"
                        + " | too_many_rows | n",
                "/v1/completions | {'model':'openai-api','temperature':9} | 400 | invalid_value"
                        + " | temperature",
                "/v1/completions | {'model':'openai-api','tools':[]} | 400"
                        + " | unsupported_parameter | tools",
                "/v1/completions | {'model': | 400 | invalid_value | null",
                "/v1/completions | [] | 400 | invalid_value | null",
            })
    void shouldRefuseInOpenAisShape(String path, String body, int status, String code, String param)
            throws Exception {
        // When
        Api.Answer answer = api.post(path, body);

        // Then
        JsonNode error = answer.body().get("error");
        assertEquals(status, answer.status(), answer.body().toString());
        assertEquals(code, error.get("code").asText());
        assertEquals(param, error.get("param").asText());
        assertFalse(error.get("message").asText().isBlank());
        assertEquals("invalid_request_error", error.get("type").asText());
        assertEquals(4, error.size());
    }

    @Test
    void shouldRefuseABodyThatIsTooLarge() throws Exception {
        // When
        Api.Answer answer =
                api.post(
                        "/v1/completions",
                        "{'model':'" + NAME + "','prompt':'" + "a".repeat(5_000_000) + "'}");

        // Then
        assertEquals(413, answer.status());
        assertEquals("request_too_large", answer.body().at("/error/code").asText());
    }

    @Test
    void shouldAnswerAnUnknownModelAndMethodInOpenAisShape() throws Exception {
        assertEquals(
                "model_not_found", api.get("/v1/models/no-such").body().at("/error/code").asText());
        assertEquals(405, api.get("/v1/chat/completions").status());
        assertTrue(api.get("/v1/chat/completions").body().has("error"));
    }

    @Test
    void shouldAnswerAsTheirDescriptionSays() throws Exception {
        // Given
        OpenAiSchema schema = OpenAiSchema.beside();
        String streamed = ",'max_tokens':4,'stream':true,'stream_options':{'include_usage':true}}";

        // When
        JsonNode chat =
                api.post("/v1/chat/completions", "{" + CHAT + ",'max_tokens':4,'logprobs':true}")
                        .body();
        JsonNode completion =
                api.post(
                                "/v1/completions",
                                "{'model':'"
                                        + NAME
                                        + "','prompt':'hi','max_tokens':4,'logprobs':0}")
                        .body();
        List<String> chunks = api.stream("/v1/chat/completions", "{" + CHAT + streamed);

        // Then
        assertEquals(List.of(), schema.violations("CreateChatCompletionResponse", chat));
        assertEquals(List.of(), schema.violations("CreateCompletionResponse", completion));
        for (String chunk : chunks.subList(0, chunks.size() - 1)) {
            assertEquals(
                    List.of(),
                    schema.violations("CreateChatCompletionStreamResponse", Api.json(chunk)));
        }
        assertEquals(
                List.of(), schema.violations("ListModelsResponse", api.get("/v1/models").body()));
        assertEquals(
                List.of(),
                schema.violations("ErrorResponse", api.get("/v1/models/no-such").body()));
    }

    @Test
    void shouldMeasureWhatItServes() throws Exception {
        // When
        api.post("/v1/completions", "{'model':'" + NAME + "','prompt':'hi','max_tokens':4}");

        // Then
        String metrics = api.text("/q/metrics");
        for (String meter :
                List.of(
                        "athanor_inference_requests_total{model=\"" + NAME,
                        "athanor_inference_tokens_total{direction=\"completion\",model=\"" + NAME,
                        "athanor_inference_first_token_seconds_bucket{model=\"" + NAME,
                        "athanor_inference_output_token_seconds_count{model=\"" + NAME,
                        "athanor_inference_queue_length",
                        "athanor_inference_models_loaded")) {
            assertTrue(metrics.contains(meter), meter + " is not in\n" + metrics);
        }
    }
}
