package org.athanor.kit.run;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.athanor.kit.ServiceIdentity;
import org.athanor.kit.database.Transactions;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Asks for runs, looks at them, cancels them. */
@Path("/v1/runs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Runs")
@WithRuns
class RunResource {

    private static final String ANY_STATE = "queued|running|succeeded|failed|cancelled";

    private final RunRequests requests;
    private final RunTable runs;
    private final RunHandlers handlers;
    private final RunLifecycle lifecycle;
    private final Transactions transactions;
    private final String service;

    RunResource(
            RunRequests requests,
            RunTable runs,
            RunHandlers handlers,
            RunLifecycle lifecycle,
            Transactions transactions,
            ServiceIdentity identity) {
        this.requests = requests;
        this.runs = runs;
        this.handlers = handlers;
        this.lifecycle = lifecycle;
        this.transactions = transactions;
        this.service = identity.service();
    }

    /** @param parameters as of the kind */
    record Request(@NotBlank String kind, Map<String, Object> parameters) {}

    @POST
    @Operation(
            summary = "Queue a run",
            description =
                    "202 for a new run, 200 when the same request came before under the same"
                            + " Idempotency-Key (a UUID, which becomes the run's id), 409 when"
                            + " another one did.")
    public Response submit(
            @Valid @NotNull Request request, @RestHeader("Idempotency-Key") String key) {
        UUID id = key == null ? UUID.randomUUID() : uuid("Idempotency-Key", key);
        RunRequests.Submission submission =
                requests.submit(
                        id,
                        request.kind(),
                        request.parameters() == null ? Map.of() : request.parameters());
        return Response.status(submission.created() ? Response.Status.ACCEPTED : Response.Status.OK)
                .location(URI.create("/v1/runs/" + id))
                .entity(RunView.of(submission.run(), service))
                .build();
    }

    @GET
    @Operation(summary = "Runs, newest first")
    public List<RunView> list(
            @RestQuery @Pattern(regexp = ANY_STATE, message = "must be one of " + ANY_STATE)
                    String state,
            @RestQuery String kind,
            @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit) {
        return runs.list(state, kind, limit).stream().map(run -> RunView.of(run, service)).toList();
    }

    @GET
    @Path("/kinds")
    @Operation(summary = "The kinds of runs that this service does")
    public Set<String> kinds() {
        return handlers.kinds();
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A run")
    public RunView get(@RestPath String id) {
        UUID run = uuid("run id", id);
        return runs.find(run)
                .map(found -> RunView.of(found, service))
                .orElseThrow(() -> new AthanorException(ErrorCode.NOT_FOUND, "unknown run " + id));
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Cancel a run",
            description = "At once when it waits; a running one stops at its next step.")
    public RunView cancel(@RestPath String id) {
        UUID run = uuid("run id", id);
        return RunView.of(transactions.once(() -> lifecycle.requestCancel(run)), service);
    }

    static UUID uuid(String what, String text) {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new AthanorException(
                ErrorCode.INVALID_REQUEST, what + " must be a UUID, was '" + text + "'");
    }
}
