package org.athanor.reward.feedback;

import java.util.List;

/** What the completions of a comparison answer: a conversation that ends with the user's turn. */
public record Prompt(List<Turn> turns) {

    /** Turns of a conversation. */
    private static final int MAXIMUM_TURNS = 200;

    public Prompt {
        if (turns == null || turns.isEmpty()) {
            throw new IllegalArgumentException("prompt has no turns");
        }
        if (turns.size() > MAXIMUM_TURNS) {
            throw new IllegalArgumentException(
                    "prompt has %d turns, at most %d are allowed"
                            .formatted(turns.size(), MAXIMUM_TURNS));
        }
        turns = List.copyOf(turns);
        Turn last = turns.getLast();
        if (!last.role().equals("user")) {
            throw new IllegalArgumentException(
                    "the last turn of a prompt must be the user's, was the " + last.role() + "'s");
        }
        if (last.content().isBlank()) {
            throw new IllegalArgumentException("the user's last turn is blank");
        }
    }

    static Prompt ofText(String text) {
        return new Prompt(List.of(new Turn("user", Texts.storable(text, "prompt"))));
    }

    PromptForm form() {
        return turns.size() == 1 ? PromptForm.TURN : PromptForm.CHAT;
    }

    /** As it is stored: the text of a single turn, else the turns as JSON. */
    String stored() {
        return form() == PromptForm.TURN ? turns.getFirst().content() : TurnsJson.write(turns);
    }

    static Prompt restored(PromptForm form, String stored) {
        return switch (form) {
            case TURN -> ofText(stored);
            case CHAT -> new Prompt(TurnsJson.read(stored));
        };
    }
}
