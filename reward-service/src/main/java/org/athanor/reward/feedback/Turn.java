package org.athanor.reward.feedback;

import java.util.Set;

/**
 * One turn of a conversation.
 *
 * @param role {@code system}, {@code user} or {@code assistant}
 * @param content what was said
 */
public record Turn(String role, String content) {

    private static final Set<String> ROLES = Set.of("system", "user", "assistant");

    public Turn {
        if (!ROLES.contains(role)) {
            throw new IllegalArgumentException(
                    "role must be system, user or assistant, was '" + role + "'");
        }
        content = Texts.storable(content, "content of a " + role + " turn");
    }
}
