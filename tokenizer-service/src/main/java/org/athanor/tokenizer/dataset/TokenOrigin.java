package org.athanor.tokenizer.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.athanor.contracts.artifact.ArtifactId;

/**
 * A token of a dataset and the document it came from.
 *
 * @param position in the split, from 0
 * @param token its id
 * @param text of the token; bytes that are no whole character show as U+FFFD
 * @param corpus what the dataset was made from
 * @param document its id in the corpus; absent, as source, offset and contentHash are, in datasets
 *     from before there was an index
 * @param documentInSplit its number among the split's documents, from 0
 * @param indexInDocument the token's number in its document, from 0
 * @param documentTokens how many the document has
 * @param source the name of what the corpus read the document from
 * @param offset where the document begins there, in bytes of the unpacked source
 * @param contentHash how the sha256 of the document's content begins, 32 hexadecimal digits
 * @param excerpt the text around it, of the same document
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TokenOrigin(
        ArtifactId dataset,
        String split,
        long position,
        int token,
        String text,
        ArtifactId corpus,
        Long document,
        long documentInSplit,
        int indexInDocument,
        int documentTokens,
        String source,
        Long offset,
        String contentHash,
        Excerpt excerpt) {

    /**
     * Text of up to so many tokens on either side.
     *
     * @param before the token
     * @param after it
     */
    record Excerpt(String before, String token, String after) {}
}
