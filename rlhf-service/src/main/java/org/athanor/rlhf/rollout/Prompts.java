package org.athanor.rlhf.rollout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.athanor.transformer.dataset.DatasetCursor;
import org.athanor.transformer.dataset.TokenShard;

/**
 * The prompts of one split of a dataset: of each document, what comes before the first token that
 * counts in the loss. Documents without a prompt, without a counted token, or too long to leave room
 * for an answer are left out.
 */
public final class Prompts implements AutoCloseable {

    private final TokenShard shard;
    private final long[] documents;

    private Prompts(TokenShard shard, long[] documents) {
        this.shard = shard;
        this.documents = documents;
    }

    /**
     * @param split {@code train} or {@code validation}
     * @param longest tokens of a prompt that still leave room for an answer
     * @throws AthanorException UNPROCESSABLE when no prompt is left
     */
    public static Prompts open(Path dataset, String split, int longest) throws IOException {
        TokenShard shard = TokenShard.open(dataset, split);
        try {
            return new Prompts(shard, usable(shard, split, longest));
        } catch (RuntimeException e) {
            shard.close();
            throw e;
        }
    }

    private static long[] usable(TokenShard shard, String split, int longest) {
        if (!shard.masked()) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "the prompts' dataset has no loss mask, so that prompts and answers cannot be told apart; build it from a corpus of completions or chats");
        }
        long[] usable =
                LongStream.range(0, shard.documents())
                        .filter(document -> fits(promptLength(shard, document), longest))
                        .toArray();
        if (usable.length == 0) {
            throw new AthanorException(
                    ErrorCode.UNPROCESSABLE,
                    "none of the %d documents of the %s split has a prompt of 1 to %d tokens; shorten the answers or take another dataset"
                            .formatted(shard.documents(), split, longest));
        }
        return usable;
    }

    private static boolean fits(int length, int longest) {
        return length >= 1 && length <= longest;
    }

    /** 0 where nothing counts: such a document has no answer, hence no prompt. */
    private static int promptLength(TokenShard shard, long document) {
        boolean[] mask = shard.lossMask(document);
        for (int i = 0; i < mask.length; i++) {
            if (mask[i]) {
                return i;
            }
        }
        return 0;
    }

    public int size() {
        return documents.length;
    }

    /** Every id is below it. */
    public int vocabularySize() {
        return shard.vocabularySize();
    }

    /** The first prompts, as many as there are up to {@code count}. */
    public List<int[]> first(int count) {
        return LongStream.of(documents).limit(count).mapToObj(this::prompt).toList();
    }

    /**
     * The {@code index}-th batch of an endless, seeded order that visits every prompt once before any
     * comes again.
     */
    public List<int[]> batch(long index, int size, long seed) {
        long start = index * size;
        DatasetCursor cursor =
                new DatasetCursor(
                        documents.length,
                        seed,
                        new DatasetCursor.Position(
                                start / documents.length, start % documents.length));
        return LongStream.range(0, size)
                .mapToObj(each -> prompt(documents[(int) cursor.next()]))
                .toList();
    }

    private int[] prompt(long document) {
        return Arrays.copyOf(shard.document(document), promptLength(shard, document));
    }

    @Override
    public void close() {
        shard.close();
    }
}
