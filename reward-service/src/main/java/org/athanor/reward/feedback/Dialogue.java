package org.athanor.reward.feedback;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dialogue in the transcript form of Anthropic's HH data (arXiv:2204.05862): turns that begin
 * with a blank line and {@code Human:} or {@code Assistant:}.
 *
 * @param prompt everything before the last turn
 * @param completion the last turn, which is the assistant's
 */
record Dialogue(Prompt prompt, String completion) {

    private static final Pattern TURN = Pattern.compile("\\n\\n(Human|Assistant):");

    static boolean looksLike(String text) {
        return TURN.matcher(text).lookingAt();
    }

    static Dialogue parse(String transcript, String name) {
        List<Turn> turns = turns(transcript, name);
        Turn last = turns.removeLast();
        if (!last.role().equals("assistant")) {
            throw new IllegalArgumentException(
                    name + " ends with a human turn, so there is no completion to compare");
        }
        if (turns.isEmpty()) {
            throw new IllegalArgumentException(name + " has no human turn before the completion");
        }
        return new Dialogue(new Prompt(turns), last.content());
    }

    private static List<Turn> turns(String transcript, String name) {
        Matcher marker = TURN.matcher(transcript);
        List<Turn> turns = new ArrayList<>();
        boolean found = marker.find();
        if (!found || marker.start() != 0) {
            throw new IllegalArgumentException(
                    name + " is no dialogue: it must begin with \"\\n\\nHuman:\"");
        }
        while (found) {
            String role = marker.group(1).equals("Human") ? "user" : "assistant";
            int start = marker.end();
            found = marker.find();
            int end = found ? marker.start() : transcript.length();
            turns.add(new Turn(role, transcript.substring(start, end).strip()));
        }
        return turns;
    }
}
