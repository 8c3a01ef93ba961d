package org.athanor.transformer.tokenizer;

import java.util.Locale;
import java.util.Objects;

/** One turn of a conversation. */
public record ChatMessage(Role role, String content) {

    /** Who speaks. */
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT;

        /**
         * @param name {@code system}, {@code user} or {@code assistant}
         * @throws IllegalArgumentException for any other
         */
        public static Role of(String name) {
            for (Role role : values()) {
                if (role.label().equals(name)) {
                    return role;
                }
            }
            throw new IllegalArgumentException(
                    "unknown role '" + name + "', known: system, user, assistant");
        }

        /** The name on the wire. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ChatMessage {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(content, "content");
    }
}
