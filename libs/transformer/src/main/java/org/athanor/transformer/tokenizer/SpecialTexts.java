package org.athanor.transformer.tokenizer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the texts of added tokens in a text: the leftmost, and of several there the longest. */
final class SpecialTexts {

    private final Map<String, Integer> ids;

    /** By first sign, the longest first. */
    private final Map<Character, List<String>> byFirst = new HashMap<>();

    SpecialTexts(Map<String, Integer> ids) {
        this.ids = Map.copyOf(ids);
        for (String text : ids.keySet()) {
            if (!text.isEmpty()) {
                byFirst.computeIfAbsent(text.charAt(0), first -> new ArrayList<>()).add(text);
            }
        }
        byFirst.values()
                .forEach(list -> list.sort((a, b) -> Integer.compare(b.length(), a.length())));
    }

    Set<String> texts() {
        return ids.keySet();
    }

    boolean isEmpty() {
        return byFirst.isEmpty();
    }

    int id(String text) {
        return ids.get(text);
    }

    /** The one that begins at this place, or null. */
    String at(String text, int place) {
        for (String candidate : byFirst.getOrDefault(text.charAt(place), List.of())) {
            if (text.startsWith(candidate, place)) {
                return candidate;
            }
        }
        return null;
    }
}
