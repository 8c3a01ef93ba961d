package org.athanor.transformer.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.athanor.transformer.tokenizer.PieceRules.PieceMerges;

/** The {@code merges} of a {@code tokenizer.json}: older files write {@code "a b"}, newer ones {@code ["a", "b"]}. */
final class MergesJson {

    private MergesJson() {}

    /** @param ids of the texts that merges may name */
    static PieceMerges read(Path file, JsonNode merges, Map<String, Integer> ids)
            throws TokenizerFormatException {
        if (!merges.isArray()) {
            throw new TokenizerFormatException(file, "/model/merges is not a list");
        }
        if (merges.size() > MergeTable.MERGES) {
            throw new TokenizerFormatException(
                    file,
                    merges.size() + " merges, more than the " + MergeTable.MERGES + " supported");
        }
        int[] left = new int[merges.size()];
        int[] right = new int[merges.size()];
        int[] result = new int[merges.size()];
        Set<Long> seen = HashSet.newHashSet(left.length);
        for (int rank = 0; rank < left.length; rank++) {
            String[] sides = sides(file, merges.get(rank), rank);
            left[rank] = id(file, ids, sides[0], rank);
            right[rank] = id(file, ids, sides[1], rank);
            result[rank] = id(file, ids, sides[0] + sides[1], rank);
            if (!seen.add(((long) left[rank] << 32) | right[rank])) {
                throw new TokenizerFormatException(
                        file,
                        "merge %d of '%s' and '%s' is there twice"
                                .formatted(rank, sides[0], sides[1]));
            }
        }
        return new PieceMerges(left, right, result);
    }

    private static String[] sides(Path file, JsonNode merge, int rank)
            throws TokenizerFormatException {
        if (merge.isArray() && merge.size() == 2) {
            return new String[] {merge.get(0).asText(), merge.get(1).asText()};
        }
        String text = merge.asText();
        int space = text.indexOf(' ');
        if (space <= 0 || space != text.lastIndexOf(' ') || space == text.length() - 1) {
            throw new TokenizerFormatException(
                    file, "merge " + rank + " is not two symbols: '" + text + "'");
        }
        return new String[] {text.substring(0, space), text.substring(space + 1)};
    }

    private static int id(Path file, Map<String, Integer> ids, String token, int rank)
            throws TokenizerFormatException {
        Integer id = ids.get(token);
        if (id == null) {
            throw new TokenizerFormatException(
                    file, "merge " + rank + " needs '" + token + "', which has no id");
        }
        return id;
    }
}
