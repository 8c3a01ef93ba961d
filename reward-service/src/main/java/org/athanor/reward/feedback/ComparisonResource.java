package org.athanor.reward.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.Blocking;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Comparisons and the judgements on them. */
@Path("/v1/comparisons")
@Blocking
@Tag(name = "Feedback")
class ComparisonResource {

    private final Feedback feedback;
    private final FeedbackReader reader;
    private final ComparisonRequests requests;

    ComparisonResource(Feedback feedback, FeedbackReader reader, ComparisonRequests requests) {
        this.feedback = feedback;
        this.reader = reader;
        this.requests = requests;
    }

    @POST
    @Operation(
            summary = "Add one comparison or a list, each with its judgement when there is one",
            description =
                    "All are recorded or none. The answer lists what became of each, in the order"
                            + " given; adding the same again changes nothing.")
    public RecordedList add(
            @RequestBody(
                            content =
                                    @Content(
                                            schema =
                                                    @Schema(
                                                            oneOf = {
                                                                ComparisonRequest.class,
                                                                ComparisonRequests.Body.class
                                                            })))
                    JsonNode body) {
        return new RecordedList(feedback.record(requests.read(body)));
    }

    /** What became of each comparison of a request, in its order. */
    record RecordedList(List<Recorded> comparisons) {}

    @GET
    @Operation(
            summary = "Comparisons in the order of their ids",
            description = "The next page begins after the last id of this one.")
    public List<ComparisonView> list(
            @QueryParam("source") String source,
            @QueryParam("judged") Boolean judged,
            @QueryParam("after") UUID after,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(1000) int limit) {
        return reader.comparisons(new ComparisonFilter(source, judged, after, limit));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One comparison with its judgements")
    public ComparisonView get(UUID id) {
        return reader.comparison(id);
    }

    @POST
    @Path("{id}/judgements")
    @Operation(
            summary = "Judge a comparison",
            description =
                    "201 when it is new; 200 when the annotator said it before under the same"
                            + " Idempotency-Key.")
    public Response judge(
            UUID id,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            ComparisonRequest.JudgementRequest body) {
        NewJudgement judgement = requests.judgement(body, Optional.ofNullable(idempotencyKey));
        Recorded recorded = feedback.judge(id, judgement);
        return Response.status(recorded.judgementIsNew() ? 201 : 200).entity(recorded).build();
    }
}
