package org.athanor.pretrain.evaluation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a model pays to say a text: summed negative log-probabilities.
 *
 * @param nats over the counted tokens
 * @param tokens that were counted
 * @param bytes of text that these tokens stand for; separators and ends of turns stand for none
 * @param parts what each dataset of a mixture costs, by its label
 */
public record ValidationLoss(
        double nats, long tokens, long bytes, Map<String, ValidationLoss> parts) {

    /** Nothing measured yet. */
    public static final ValidationLoss NONE = new ValidationLoss(0, 0, 0);

    public ValidationLoss {
        parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    }

    /** Of one text. */
    public ValidationLoss(double nats, long tokens, long bytes) {
        this(nats, tokens, bytes, Map.of());
    }

    public ValidationLoss plus(double moreNats, long moreTokens, long moreBytes) {
        return new ValidationLoss(nats + moreNats, tokens + moreTokens, bytes + moreBytes);
    }

    /** Nats a token. */
    public double perToken() {
        return nats / tokens;
    }

    /** Nats a token, where any was counted. */
    public OptionalDouble mean() {
        return tokens > 0 ? OptionalDouble.of(perToken()) : OptionalDouble.empty();
    }

    /** Comparable between tokenizers: nats / ln 2 / bytes. */
    public double bitsPerByte() {
        return nats / Math.log(2) / bytes;
    }

    /**
     * What could be measured: {@code validationLoss} and {@code bitsPerByte}, and each part's with its label
     * behind a dot.
     */
    public Map<String, Double> figures() {
        Map<String, Double> figures = new LinkedHashMap<>();
        if (tokens > 0) {
            figures.put("validationLoss", perToken());
        }
        if (bytes > 0) {
            figures.put("bitsPerByte", bitsPerByte());
        }
        parts.forEach(
                (label, part) ->
                        part.figures()
                                .forEach((name, value) -> figures.put(name + "." + label, value)));
        return figures;
    }

    public boolean isFinite() {
        return Double.isFinite(nats);
    }
}
