package org.athanor.kit.problem;

import jakarta.inject.Singleton;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Endpoints that go wrong in every way, and a renderer for some of them. */
@Path("/")
class Endpoints {

    record Body(@NotBlank String name, @Max(3) int size, List<Part> parts) {

        record Part(int share) {

            Part {
                if (share < 0) {
                    throw new IllegalArgumentException("share must be >= 0, was " + share);
                }
            }
        }
    }

    @POST
    @Path("/problems/body")
    public Body body(@Valid @NotNull Body body) {
        return body;
    }

    @GET
    @Path("/problems/query")
    public String query(@QueryParam("limit") @Max(10) int limit) {
        return "" + limit;
    }

    @GET
    @Path("/problems/broken")
    public String broken() {
        throw new IllegalStateException("password=hunter2");
    }

    @GET
    @Path("/problems/full")
    public String full() {
        throw new UncheckedIOException(new IOException("No space left on device"));
    }

    @GET
    @Path("/other/full")
    public String other() {
        throw new AthanorException(ErrorCode.TOO_MANY_REQUESTS, "slowly");
    }

    @Singleton
    static class OtherShape implements ProblemRenderer {

        @Override
        public boolean renders(String path) {
            return path.startsWith("/other/");
        }

        @Override
        public Response render(Problem problem) {
            return Response.status(problem.code().status())
                    .entity(Map.of("error", Map.of("message", problem.detail())))
                    .type("application/json")
                    .build();
        }
    }
}
