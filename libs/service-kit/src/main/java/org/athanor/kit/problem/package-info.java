/**
 * Errors for clients. Expected failures are {@link org.athanor.kit.problem.AthanorException}s with
 * an {@link org.athanor.kit.problem.ErrorCode}; mappers turn these, and everything else that can go
 * wrong in a request, into {@code application/problem+json} (RFC 9457) without class names or root
 * causes. A service that answers some paths in another shape provides a {@link
 * org.athanor.kit.problem.ProblemRenderer} bean for them.
 */
package org.athanor.kit.problem;
