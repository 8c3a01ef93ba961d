package org.athanor.transformer.dataset;

/**
 * The windows of {@link TokenWindows} whose tokens know their documents: the same targets, each foretold
 * from its own document alone. The first token of a document is foretold from the separator, whatever
 * stands before it, as where a text is generated from nothing; no token of one document is an input for
 * another. A document that a window cuts begins there with the token before it.
 */
public final class DocumentWindows implements TrainingRows {

    private final TokenShard shard;
    private final TokenWindows windows;
    private final int time;
    private final int separator;

    /**
     * @param time inputs a window
     * @param separator the id that stands before a document
     * @throws IllegalArgumentException when the split does not fill one window
     */
    public DocumentWindows(TokenShard shard, int time, int separator) {
        this.shard = shard;
        this.windows = new TokenWindows(shard, time);
        this.time = time;
        this.separator = separator;
    }

    @Override
    public long count() {
        return windows.count();
    }

    @Override
    public long tokens() {
        return windows.tokens();
    }

    @Override
    public TokenRow row(long index) {
        TokenRow row = windows.row(index);
        int[] inputs = row.inputs();
        int[] documents = new int[time];
        long first = shard.documentAt(index * time + 1);
        long document = first;
        long end = end(document);
        for (int t = 0; t < time; t++) {
            long target = index * time + 1 + t;
            while (target >= end) {
                document++;
                end = end(document);
            }
            if (target == shard.documentStart(document)) {
                inputs[t] = separator;
            }
            documents[t] = (int) (document - first);
        }
        return new TokenRow(inputs, row.targets(), documents);
    }

    private long end(long document) {
        return shard.documentStart(document) + shard.documentLength(document);
    }
}
