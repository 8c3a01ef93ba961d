package org.athanor.pretrain.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * The validation splits of a mixture. Each is measured by itself, and all together are what a token of the
 * mixture costs: the mean of their losses by weight, however many tokens of each were measured.
 */
public final class ValidationMixture implements Validation {

    /**
     * A dataset's validation split.
     *
     * @param label its name in figures
     * @param weight its share is weight over the weights of all that have something to measure
     */
    public record Part(String label, double weight, Validation set) {}

    private final List<Part> parts;

    public ValidationMixture(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    public ValidationLoss measure(Reader model, Tokenizer tokenizer, Runnable betweenBatches) {
        Map<String, ValidationLoss> losses = new LinkedHashMap<>();
        double weights = 0;
        long tokens = 0;
        for (Part part : parts) {
            ValidationLoss loss = part.set().measure(model, tokenizer, betweenBatches);
            if (loss.tokens() > 0) {
                losses.put(part.label(), loss);
                weights += part.weight();
                tokens += loss.tokens();
            }
        }
        double nats = 0;
        double bytes = 0;
        for (Part part : parts) {
            ValidationLoss loss = losses.get(part.label());
            if (loss != null) {
                double share = part.weight() / weights * tokens;
                nats += share * loss.perToken();
                bytes += share * loss.bytes() / loss.tokens();
            }
        }
        return new ValidationLoss(nats, tokens, Math.round(bytes), losses);
    }
}
