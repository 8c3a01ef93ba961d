package org.athanor.inference.serving;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.inference.serving.ServingException.Reason;
import org.athanor.transformer.decoding.SamplingOptions;
import org.athanor.transformer.decoding.TokenListener;
import org.athanor.transformer.model.DecoderConfig;
import org.athanor.transformer.model.GenerationConfig;
import org.athanor.transformer.model.LoraAdapter;
import org.athanor.transformer.tokenizer.ChatMessage;
import org.athanor.transformer.tokenizer.SpecialTokens;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * A model artifact in memory, with its own tokenizer and chat template; or an adapter, which answers with
 * the weights of its base.
 */
public final class LoadedModel implements AutoCloseable {

    private final ArtifactId artifact;
    private final Tokenizer tokenizer;
    private final Set<Integer> stopIds;
    private final LoadedWeights weights;
    private final LoraAdapter adapter; // null for a model of its own weights
    private final ModelLease base; // null for a model of its own weights

    private LoadedModel(
            ArtifactId artifact,
            Tokenizer tokenizer,
            GenerationConfig wanted,
            LoadedWeights weights,
            LoraAdapter adapter,
            ModelLease base) {
        this.artifact = artifact;
        this.tokenizer = tokenizer;
        this.weights = weights;
        this.adapter = adapter;
        this.base = base;
        this.stopIds =
                Stream.concat(wanted.stopIds().stream(), tokenizer.stopIds().stream())
                        .collect(Collectors.toUnmodifiableSet());
    }

    /** A model that closes its weights. */
    static LoadedModel of(
            ArtifactId artifact,
            Tokenizer tokenizer,
            GenerationConfig wanted,
            LoadedWeights weights) {
        return new LoadedModel(artifact, tokenizer, wanted, weights, null, null);
    }

    /** An adapter, which closes itself and the lease on its base. */
    static LoadedModel over(
            ModelLease base, ArtifactId artifact, GenerationConfig wanted, LoraAdapter adapter) {
        LoadedModel under = base.model();
        return new LoadedModel(artifact, under.tokenizer, wanted, under.weights, adapter, base);
    }

    public ArtifactId artifact() {
        return artifact;
    }

    /** Longest sequence in tokens, prompt and answer together. */
    public int contextLength() {
        return weights.model().config().contextLength();
    }

    /** Of the model, an adapter's included. */
    public long parameterCount() {
        return weights.model().parameters() + (adapter == null ? 0 : adapter.parameters());
    }

    /** The model over whose weights this adapter answers. */
    public Optional<ArtifactId> base() {
        return Optional.ofNullable(base).map(lease -> lease.model().artifact());
    }

    /** Whether the model knows turns of a conversation. */
    public boolean chats() {
        return tokenizer.chats();
    }

    /** A conversation, ready for the assistant's answer. */
    public int[] chatPrompt(List<ChatMessage> messages) {
        if (!chats()) {
            throw new ServingException(
                    Reason.NO_CHAT_TEMPLATE,
                    "the model %s was not made for conversations: use /v1/completions"
                            .formatted(artifact.abbreviated()));
        }
        try {
            return tokenizer.chatTemplate().prompt(messages);
        } catch (IllegalArgumentException e) {
            throw new ServingException(Reason.CONVERSATION_REFUSED, e.getMessage());
        }
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

    /**
     * Answers the rows of one request.
     *
     * @param rows [row][time] token ids
     */
    void generate(int[][] rows, SamplingOptions options, TokenListener listener) {
        weights.generate(rows, adapter, options, listener);
    }

    /** An adapter cannot lie over an adapter. */
    DecoderConfig baseConfig() {
        if (adapter != null) {
            throw new IllegalStateException(artifact + " is an adapter, not a model");
        }
        return weights.model().config();
    }

    /** Nobody may hold the model any more. */
    @Override
    public void close() {
        if (adapter == null) {
            weights.close();
        } else {
            adapter.close();
            base.close();
        }
    }

    /** A model's embedding may have more rows than its tokenizer has tokens. */
    private boolean isToken(int id) {
        return id >= 0 && id < tokenizer.vocabularySize();
    }
}
