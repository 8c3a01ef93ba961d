package org.athanor.tokenizer.dataset;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.athanor.kit.artifact.ArtifactIds;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Looks into datasets. */
@Path("/v1/datasets/{id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "datasets")
@Blocking
class DatasetResource {

    private final TokenLookup tokens;

    DatasetResource(TokenLookup tokens) {
        this.tokens = tokens;
    }

    @GET
    @Path("/tokens/{position}")
    @Operation(summary = "Which document a token came from")
    public TokenOrigin token(
            @RestPath String id,
            @RestPath String position,
            @RestQuery @DefaultValue("train") String split) {
        return tokens.find(ArtifactIds.parse(id), split, number(position));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "a position is a whole number from 0 on, not '%s'".formatted(text),
                    e);
        }
    }
}
