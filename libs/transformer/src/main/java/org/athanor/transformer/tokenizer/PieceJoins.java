package org.athanor.transformer.tokenizer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.athanor.transformer.tokenizer.PieceRules.PieceMerges;

/** Which pieces of a vocabulary make another one together. */
final class PieceJoins {

    /** Longer pieces have no joins: a vocabulary of them would take the square of its size. */
    private static final int LONGEST = 512;

    /** Two pieces and what they make, by id. */
    record Join(int left, int right, int result) {}

    private PieceJoins() {}

    static List<Join> of(byte[][] tokens, Map<ByteBuffer, Integer> idOfPiece) {
        List<Join> found = new ArrayList<>();
        for (int id = 0; id < tokens.length; id++) {
            byte[] whole = tokens[id];
            if (whole == null || whole.length > LONGEST) {
                continue;
            }
            Integer own = idOfPiece.get(ByteBuffer.wrap(whole));
            for (int cut = 1; own != null && cut < whole.length; cut++) {
                Integer left = idOfPiece.get(ByteBuffer.wrap(whole, 0, cut));
                Integer right = idOfPiece.get(ByteBuffer.wrap(whole, cut, whole.length - cut));
                if (left != null && right != null) {
                    found.add(new Join(left, right, own));
                }
            }
        }
        return found;
    }

    /**
     * The joins as a list of merges, as Hugging Face's conversion makes it of scores: the highest score
     * first, then the longer left side, then the longer right side.
     */
    static PieceMerges ranked(byte[][] tokens, float[] scores, Map<ByteBuffer, Integer> idOfPiece) {
        List<Join> joins = new ArrayList<>(of(tokens, idOfPiece));
        Comparator<Join> byScore =
                Comparator.comparingDouble((Join join) -> -scores[join.result()])
                        .thenComparingInt(join -> -tokens[join.left()].length)
                        .thenComparingInt(join -> -tokens[join.right()].length)
                        .thenComparingInt(Join::result);
        joins.sort(byScore);
        return new PieceMerges(
                joins.stream().mapToInt(Join::left).toArray(),
                joins.stream().mapToInt(Join::right).toArray(),
                joins.stream().mapToInt(Join::result).toArray());
    }
}
