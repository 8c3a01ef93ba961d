package org.athanor.inference.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import org.athanor.inference.serving.Generation;
import org.athanor.inference.serving.Generations;
import org.athanor.inference.serving.LoadedModel;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/completions}. */
@Path("/v1/completions")
@Tag(name = "openai")
class CompletionsResource {

    private static final String EXAMPLE =
            """
            {"model": "demo", "prompt": "Once upon", "max_tokens": 32, "temperature": 0.7}
            """;

    private final Generations generations;
    private final RequestBodies bodies;
    private final Answers answers;
    private final ObjectMapper json;
    private final Clock clock;

    CompletionsResource(
            Generations generations,
            RequestBodies bodies,
            Answers answers,
            ObjectMapper json,
            Clock clock) {
        this.generations = generations;
        this.bodies = bodies;
        this.answers = answers;
        this.json = json;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
    @Operation(summary = "The continuation of one or more prompts")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            examples = @ExampleObject(name = "request", value = EXAMPLE)))
    @APIResponse(
            responseCode = "200",
            description = "The answer; with stream, server-sent events that end with [DONE]",
            content = @Content(schema = @Schema(implementation = Completion.class)))
    @RunOnVirtualThread
    public Response complete(byte[] body) {
        CompletionRequest request = CompletionRequest.read(bodies.read(body));
        int rows = request.prompts().size() * request.sampling().rowsPerPrompt();
        Generation generation =
                generations.start(
                        request.model(),
                        request.user(),
                        model -> request.prompts().stream().map(each -> ids(each, model)).toList(),
                        request.sampling());
        AnswerHead head = AnswerHead.of("cmpl-", request.model(), generation, clock);
        if (request.streaming().stream()) {
            boolean includeUsage = request.streaming().includeUsage();
            return answers.stream(
                    generation, new CompletionChunks(head, request.logProbs(), includeUsage, json));
        }
        return answers.whole(
                generation, () -> whole(CollectedRows.of(generation, rows), request, head));
    }

    private static int[] ids(Prompt prompt, LoadedModel model) {
        return switch (prompt) {
            case Prompt.Text text -> model.textPrompt(text.text());
            case Prompt.Tokens tokens -> model.tokenPrompt(tokens.ids());
        };
    }

    private Completion whole(CollectedRows collected, CompletionRequest request, AnswerHead head) {
        List<Completion.Choice> choices =
                collected.rows().stream()
                        .map(
                                row ->
                                        new Completion.Choice(
                                                row.text(),
                                                row.index(),
                                                request.logProbs()
                                                        ? CompletionLogProbs.of(row.tokens())
                                                        : null,
                                                row.reason().label()))
                        .toList();
        return Completion.of(head, choices, json.valueToTree(Usage.of(collected.usage())));
    }
}
