package org.athanor.pretrain.dataset;

import java.util.LinkedHashMap;
import java.util.Map;
import org.athanor.transformer.dataset.BestFitRows;
import org.athanor.transformer.dataset.DocumentWindows;
import org.athanor.transformer.dataset.TokenShard;
import org.athanor.transformer.dataset.TokenWindows;
import org.athanor.transformer.dataset.TrainingRows;
import org.athanor.transformer.tokenizer.Tokenizer;

/**
 * How running text becomes rows.
 *
 * @param sequence inputs a row
 * @param bestFit whether whole documents are packed, so that fewer are cut; else windows follow each other
 * @param within whether a token sees its own document alone; else everything before it in its row
 */
public record RowForm(int sequence, boolean bestFit, boolean within) {

    public static final String WITHIN_DOCUMENTS = "within-documents";
    public static final String BEST_FIT = "best-fit";

    /** Windows across documents where nothing was chosen. */
    public static RowForm of(int sequence, String packing, String attention) {
        return new RowForm(sequence, BEST_FIT.equals(packing), WITHIN_DOCUMENTS.equals(attention));
    }

    /** Rows that a split gives; 0 where it is too short for one. */
    public long count(TokenShard shard, Tokenizer tokenizer) {
        boolean isTooShort = bestFit ? shard.tokens() == 0 : shard.tokens() <= sequence;
        return isTooShort ? 0 : rows(shard, tokenizer).count();
    }

    /**
     * The rows of a split, as long as the shard is open.
     *
     * @throws IllegalArgumentException when there is not one
     */
    public TrainingRows rows(TokenShard shard, Tokenizer tokenizer) {
        if (bestFit) {
            return new BestFitRows(shard, sequence, tokenizer.endOfText(), within);
        }
        return within
                ? new DocumentWindows(shard, sequence, tokenizer.endOfText())
                : new TokenWindows(shard, sequence);
    }

    /** What is not as usual, for the artifact's manifest. */
    public Map<String, Object> configuration() {
        Map<String, Object> map = new LinkedHashMap<>();
        if (bestFit) {
            map.put("packing", BEST_FIT);
        }
        if (within) {
            map.put("attention", WITHIN_DOCUMENTS);
        }
        return map;
    }
}
