package org.athanor.kit.run;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.UUID;
import org.athanor.kit.problem.AthanorException;
import org.athanor.kit.problem.ErrorCode;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;

/** A run's life as server-sent events. */
@Path("/v1/runs/{id}/events")
@Tag(name = "Runs")
@WithRuns
class RunEventsResource {

    private final RunTable runs;
    private final RunEventFeed feed;

    RunEventsResource(RunTable runs, RunEventFeed feed) {
        this.runs = runs;
        this.feed = feed;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(
            summary = "What happens to a run, from its beginning",
            description =
                    "Events queued, started, progressed (a checkpoint), progress, metric, succeeded,"
                            + " failed, cancelled; ids count from 1. Last-Event-ID goes on after that"
                            + " one. Ends after the run's last event.")
    public Multi<OutboundSseEvent> events(
            @RestPath String id,
            @RestHeader("Last-Event-ID") String lastEventId,
            @Context Sse sse) {
        UUID run = RunResource.uuid("run id", id);
        if (runs.find(run).isEmpty()) {
            throw new AthanorException(ErrorCode.NOT_FOUND, "unknown run " + id);
        }
        return feed.follow(run, sequence(lastEventId)).map(signal -> event(sse, signal));
    }

    private static OutboundSseEvent event(Sse sse, RunEventFeed.Signal signal) {
        return switch (signal) {
            case RunEventFeed.KeepAlive ignored ->
                    sse.newEventBuilder().comment("keep-alive").build();
            case RunEventFeed.Entry(RunJournal.Entry entry) ->
                    sse.newEventBuilder()
                            .id(Long.toString(entry.seq()))
                            .name(entry.type())
                            .data(String.class, entry.payload())
                            .build();
        };
    }

    private static long sequence(String lastEventId) {
        if (lastEventId == null || lastEventId.isBlank()) {
            return 0;
        }
        try {
            return Long.parseLong(lastEventId.trim());
        } catch (NumberFormatException e) {
            throw new AthanorException(
                    ErrorCode.INVALID_REQUEST,
                    "Last-Event-ID must be a number, was '" + lastEventId + "'",
                    e);
        }
    }
}
