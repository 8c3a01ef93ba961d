package org.athanor.tokenizer.corpus;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/**
 * The rows of a query.
 *
 * @param datasource the name of one of {@code athanor.corpus.jdbc}; never a URL
 * @param query one statement that gives rows; say {@code order by}, so that they come in the same
 *     order again
 */
public record JdbcSource(
        @NotBlank @Size(max = 100) String datasource, @NotBlank @Size(max = 20_000) String query) {}
