package org.athanor.reward.feedback;

/** How a comparison's prompt is stored. */
public enum PromptForm {
    /** The text of one user turn. */
    TURN,
    /** A conversation: a JSON array of {@code {"role", "content"}}, whose last turn is the user's. */
    CHAT
}
