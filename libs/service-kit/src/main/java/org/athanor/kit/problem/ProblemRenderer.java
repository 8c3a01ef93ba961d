package org.athanor.kit.problem;

import jakarta.ws.rs.core.Response;

/**
 * Gives the problems of some paths another shape than {@code application/problem+json}, for example
 * OpenAI's. Any CDI bean of this type is asked before the default.
 */
public interface ProblemRenderer {

    /** @param path of the request, from the root, for example {@code /v1/chat/completions} */
    boolean renders(String path);

    Response render(Problem problem);
}
