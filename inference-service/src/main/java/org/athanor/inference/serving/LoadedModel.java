package org.athanor.inference.serving;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.inference.serving.ServingException.Reason;
import org.athanor.transformer.decoding.Generator;
import org.athanor.transformer.decoding.PackedWeights;
import org.athanor.transformer.model.GenerationConfig;
import org.athanor.transformer.model.LanguageModel;
import org.athanor.transformer.tokenizer.ChatMessage;
import org.athanor.transformer.tokenizer.SpecialTokens;
import org.athanor.transformer.tokenizer.Tokenizer;

/** A model artifact in memory, with its own tokenizer and chat template. */
public final class LoadedModel implements AutoCloseable {

    private final ArtifactId artifact;
    private final Tokenizer tokenizer;
    private final LanguageModel model;
    private final PackedWeights packed;
    private final Set<Integer> stopIds;

    /** A generator serves one generation at a time; there are as many as generations ran at once. */
    private final ConcurrentLinkedQueue<Generator> idle = new ConcurrentLinkedQueue<>();

    LoadedModel(
            ArtifactId artifact,
            Tokenizer tokenizer,
            LanguageModel model,
            PackedWeights.Precision precision,
            GenerationConfig wanted) {
        this.artifact = artifact;
        this.tokenizer = tokenizer;
        this.model = model;
        this.packed = new PackedWeights(model, precision);
        this.stopIds =
                Stream.concat(wanted.stopIds().stream(), tokenizer.stopIds().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    public ArtifactId artifact() {
        return artifact;
    }

    /** Longest sequence in tokens, prompt and answer together. */
    public int contextLength() {
        return model.config().contextLength();
    }

    public long parameterCount() {
        return model.parameters();
    }

    /** Whether the model knows turns of a conversation. */
    public boolean chats() {
        return SpecialTokens.ALL.stream().allMatch(tokenizer::hasSpecial);
    }

    /** A conversation, ready for the assistant's answer. */
    public int[] chatPrompt(List<ChatMessage> messages) {
        if (!chats()) {
            throw new ServingException(
                    Reason.NO_CHAT_TEMPLATE,
                    "the model %s was not made for conversations: use /v1/completions"
                            .formatted(artifact.abbreviated()));
        }
        return tokenizer.chatTemplate().prompt(messages);
    }

    /** Text as it is; without any, the model begins a document. */
    public int[] textPrompt(String text) {
        if (text.isEmpty() && tokenizer.hasSpecial(SpecialTokens.END_OF_TEXT)) {
            return new int[] {tokenizer.endOfText()};
        }
        return tokenPrompt(tokenizer.encode(text));
    }

    /** Ids as they are, if the model knows them all. */
    public int[] tokenPrompt(int[] ids) {
        if (ids.length == 0) {
            throw new ServingException(
                    Reason.TOKEN_OUT_OF_RANGE, "a prompt has at least one token");
        }
        for (int id : ids) {
            if (!isToken(id)) {
                throw new ServingException(
                        Reason.TOKEN_OUT_OF_RANGE,
                        "the token id %d is outside the vocabulary of %d"
                                .formatted(id, tokenizer.vocabularySize()));
            }
        }
        return ids;
    }

    /** Tokens that end an answer. */
    Set<Integer> stopIds() {
        return stopIds;
    }

    RowText newRowText(List<String> stops) {
        return new RowText(tokenizer, stops);
    }

    SampledToken describe(int id, float logProb) {
        return isToken(id)
                ? new SampledToken(id, tokenizer.text(id), tokenizer.bytesOf(id), logProb)
                : new SampledToken(id, "", new byte[0], logProb);
    }

    Generator borrowGenerator() {
        Generator generator = idle.poll();
        return generator == null ? new Generator(model, packed) : generator;
    }

    void giveBack(Generator generator) {
        idle.add(generator);
    }

    /** Nobody may hold the model any more. */
    @Override
    public void close() {
        idle.forEach(Generator::close);
        packed.close();
        model.close();
    }

    /** A model's embedding may have more rows than its tokenizer has tokens. */
    private boolean isToken(int id) {
        return id >= 0 && id < tokenizer.vocabularySize();
    }
}
