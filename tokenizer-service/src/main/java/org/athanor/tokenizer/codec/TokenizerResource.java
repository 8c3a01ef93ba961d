package org.athanor.tokenizer.codec;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.tokenizer.codec.CodecMessages.DecodeRequest;
import org.athanor.tokenizer.codec.CodecMessages.Decoded;
import org.athanor.tokenizer.codec.CodecMessages.Description;
import org.athanor.tokenizer.codec.CodecMessages.EncodeRequest;
import org.athanor.tokenizer.codec.CodecMessages.Encoded;
import org.athanor.tokenizer.codec.CodecMessages.RenderRequest;
import org.athanor.tokenizer.codec.CodecMessages.TokenInText;
import org.athanor.tokenizer.codec.CodecMessages.Tokenized;
import org.athanor.transformer.tokenizer.ChatMessage;
import org.athanor.transformer.tokenizer.TokenSpan;
import org.athanor.transformer.tokenizer.Tokenizer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Encodes and decodes with a published tokenizer. */
@Path("/v1/tokenizers/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "tokenizers")
@Blocking
class TokenizerResource {

    private final Tokenizers tokenizers;
    private final MeterRegistry meters;

    TokenizerResource(Tokenizers tokenizers, MeterRegistry meters) {
        this.tokenizers = tokenizers;
        this.meters = meters;
    }

    @GET
    @Operation(summary = "Vocabulary size and special tokens")
    public Description describe(@PathParam("id") String id) {
        Tokenizer tokenizer = tokenizers.get(id);
        return new Description(id, tokenizer.vocabularySize(), tokenizer.specialTokens());
    }

    @POST
    @Path("/encode")
    @Operation(summary = "Text to ids; never a special token")
    public Encoded encode(@PathParam("id") String id, @NotNull @Valid EncodeRequest request) {
        Tokenizer tokenizer = tokenizers.get(id);
        count("encode");
        return encoded(tokenizer, tokenizer.encode(request.text()));
    }

    @POST
    @Path("/tokenize")
    @Operation(summary = "Text to tokens, each with its place in the text")
    public Tokenized tokenize(@PathParam("id") String id, @NotNull @Valid EncodeRequest request) {
        Tokenizer tokenizer = tokenizers.get(id);
        count("tokenize");
        List<TokenInText> tokens =
                TokenSpan.of(tokenizer, request.text()).stream()
                        .map(span -> inText(tokenizer, span))
                        .toList();
        int bytes = tokens.isEmpty() ? 0 : tokens.getLast().byteEnd();
        return new Tokenized(tokens.size(), bytes, tokens);
    }

    private static TokenInText inText(Tokenizer tokenizer, TokenSpan span) {
        return new TokenInText(
                span.id(),
                tokenizer.text(span.id()),
                span.start(),
                span.end(),
                span.byteStart(),
                span.byteEnd());
    }

    @POST
    @Path("/render")
    @Operation(summary = "A conversation to ids, ready for the next answer")
    public Encoded render(@PathParam("id") String id, @NotNull @Valid RenderRequest request) {
        Tokenizer tokenizer = tokenizers.get(id);
        count("render");
        try {
            List<ChatMessage> messages =
                    request.messages().stream().map(TokenizerResource::message).toList();
            return encoded(tokenizer, tokenizer.chatTemplate().prompt(messages));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }

    @POST
    @Path("/decode")
    @Operation(summary = "Ids to text; special tokens leave none")
    public Decoded decode(@PathParam("id") String id, @NotNull @Valid DecodeRequest request) {
        Tokenizer tokenizer = tokenizers.get(id);
        count("decode");
        int[] ids = request.ids().stream().mapToInt(Integer::intValue).toArray();
        try {
            return new Decoded(tokenizer.decode(ids));
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, e.getMessage(), e);
        }
    }

    private static ChatMessage message(CodecMessages.Message message) {
        return new ChatMessage(ChatMessage.Role.of(message.role()), message.content());
    }

    private static Encoded encoded(Tokenizer tokenizer, int[] ids) {
        return new Encoded(
                Arrays.stream(ids).boxed().toList(),
                Arrays.stream(ids).mapToObj(tokenizer::text).toList());
    }

    private void count(String operation) {
        meters.counter("athanor.tokenizer.requests", "operation", operation).increment();
    }
}
