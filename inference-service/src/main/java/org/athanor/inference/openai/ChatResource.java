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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /v1/chat/completions}. */
@Path("/v1/chat/completions")
@Tag(name = "openai")
class ChatResource {

    private static final String EXAMPLE =
            """
            {"model": "demo", "messages": [{"role": "user", "content": "Hello"}], "max_tokens": 64}
            """;

    private final Generations generations;
    private final RequestBodies bodies;
    private final Answers answers;
    private final ObjectMapper json;
    private final Clock clock;

    ChatResource(
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
    @Operation(summary = "The next message of a conversation")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(type = SchemaType.OBJECT),
                            examples = @ExampleObject(name = "request", value = EXAMPLE)))
    @APIResponse(
            responseCode = "200",
            description = "The answer; with stream, server-sent events that end with [DONE]",
            content = @Content(schema = @Schema(implementation = ChatCompletion.class)))
    @RunOnVirtualThread
    public Response complete(byte[] body) {
        ChatRequest request = ChatRequest.read(bodies.read(body));
        int rows = request.sampling().rowsPerPrompt();
        Generation generation =
                generations.start(
                        request.model(),
                        request.user(),
                        model -> List.of(model.chatPrompt(request.messages())),
                        request.sampling());
        AnswerHead head = AnswerHead.of("chatcmpl-", request.model(), generation, clock);
        if (request.streaming().stream()) {
            boolean includeUsage = request.streaming().includeUsage();
            return answers.stream(
                    generation, new ChatChunks(head, rows, request.logProbs(), includeUsage, json));
        }
        return answers.whole(
                generation, () -> whole(CollectedRows.of(generation, rows), request, head));
    }

    private static ChatCompletion whole(
            CollectedRows collected, ChatRequest request, AnswerHead head) {
        List<ChatCompletion.Choice> choices =
                collected.rows().stream()
                        .map(
                                row ->
                                        new ChatCompletion.Choice(
                                                row.index(),
                                                ChatCompletion.Message.assistant(row.text()),
                                                request.logProbs()
                                                        ? ChatLogProbs.of(row.tokens())
                                                        : null,
                                                row.reason().label()))
                        .toList();
        return ChatCompletion.of(head, choices, Usage.of(collected.usage()));
    }
}
