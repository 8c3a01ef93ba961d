package org.athanor.inference.catalogue;

import io.smallrye.common.annotation.Blocking;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Promotions of a model name. */
@Path("/v1/models/{name}/promotions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "promotions", description = "What a model name answers with")
@Blocking
class PromotionsResource {

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final String NAME_RULE =
            "a model name has 1 to 64 letters, digits, '.', '_' or '-', a letter or digit first";

    private final Promoter promoter;
    private final Catalogue catalogue;

    PromotionsResource(Promoter promoter, Catalogue catalogue) {
        this.promoter = promoter;
        this.catalogue = catalogue;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Promote a model, try it as a canary, or roll back",
            description =
                    "Verifies and loads the model first, then switches without dropping a request."
                            + " Answers with the new state; asking again changes nothing.")
    public NamedModel promote(
            @PathParam("name") @Pattern(regexp = NAME, message = NAME_RULE) String name,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            @NotNull @Valid PromotionRequest request) {
        return promoter.apply(name, request, key(idempotencyKey));
    }

    @GET
    @Operation(summary = "The name's promotions, newest first")
    public List<Promotion> history(
            @PathParam("name") String name,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(1000) int limit) {
        if (catalogue.find(name).isEmpty()) {
            throw new AthanorException(
                    ErrorCode.NOT_FOUND, "the model '%s' does not exist".formatted(name));
        }
        return catalogue.history(name, limit);
    }

    private static UUID key(String header) {
        try {
            return header == null ? null : UUID.fromString(header);
        } catch (IllegalArgumentException e) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "the header Idempotency-Key must be a UUID, was '" + header + "'",
                    e);
        }
    }
}
