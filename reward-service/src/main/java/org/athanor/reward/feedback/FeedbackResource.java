package org.athanor.reward.feedback;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Feedback as a whole: imports, counts, retractions. */
@Path("/v1")
@Blocking
@Tag(name = "Feedback")
class FeedbackResource {

    private final Feedback feedback;
    private final FeedbackImport imports;
    private final FeedbackReader reader;

    FeedbackResource(Feedback feedback, FeedbackImport imports, FeedbackReader reader) {
        this.feedback = feedback;
        this.imports = imports;
        this.reader = reader;
    }

    @POST
    @Path("feedback/imports")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Import preferences, plain or gzip",
            description =
                    "JSON lines {\"prompt\", \"chosen\", \"rejected\"}, or without a prompt two"
                            + " dialogues \"\\n\\nHuman: … \\n\\nAssistant: …\" that differ in their"
                            + " last turn. Importing a line again adds nothing. onBadLine=skip tells"
                            + " bad lines with their numbers and goes on; fail refuses the whole"
                            + " file.")
    public ImportReport importLines(
            @QueryParam("annotator") String annotator,
            @QueryParam("source") @DefaultValue("import") String source,
            @QueryParam("onBadLine") @DefaultValue("skip") String onBadLine,
            InputStream body)
            throws IOException {
        if (annotator == null || annotator.isBlank()) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "the query parameter annotator is missing: whose preferences are these?");
        }
        OnBadLine policy;
        try {
            policy = OnBadLine.of(onBadLine);
        } catch (IllegalArgumentException e) {
            throw new AthanorException(ErrorCode.INVALID_REQUEST, e.getMessage());
        }
        return imports.run(body, new ImportOrigin(annotator, source), policy);
    }

    @GET
    @Path("feedback/statistics")
    @Operation(summary = "How much feedback there is, by annotator and choice")
    public FeedbackStatistics statistics() {
        return reader.statistics();
    }

    @DELETE
    @Path("judgements/{id}")
    @Operation(summary = "Retract a judgement: it stays, but counts no longer")
    public void retract(UUID id) {
        feedback.retract(id);
    }
}
