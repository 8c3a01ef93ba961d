package org.athanor.tokenizer.report;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;

/**
 * Tallies by name. A corpus of a million files has as many sources: beyond a bound, what has no tally
 * yet is counted together. One thread.
 */
final class Groups {

    private static final String OTHERS = "others";

    private final int references;
    private final int mostCounted;
    private final ToLongFunction<Tally> size;
    private final Map<String, Tally> tallies = new HashMap<>();

    /**
     * @param references of each tally
     * @param mostCounted names that are told apart
     * @param size what makes a group large
     */
    Groups(int references, int mostCounted, ToLongFunction<Tally> size) {
        this.references = references;
        this.mostCounted = mostCounted;
        this.size = size;
    }

    /** The tally that documents of this name are added to. */
    Tally of(String name) {
        boolean counted = tallies.size() < mostCounted || tallies.containsKey(name);
        return tallies.computeIfAbsent(counted ? name : OTHERS, each -> new Tally(references));
    }

    /** The largest groups first, the others together behind them. */
    SequencedMap<String, Tally> largest(int most) {
        List<Map.Entry<String, Tally>> ordered =
                tallies.entrySet().stream()
                        .sorted(
                                Comparator.comparingLong(
                                                (Map.Entry<String, Tally> group) ->
                                                        -size.applyAsLong(group.getValue()))
                                        .thenComparing(Map.Entry::getKey))
                        .toList();
        SequencedMap<String, Tally> listed = new LinkedHashMap<>();
        Tally others = new Tally(references);
        for (Map.Entry<String, Tally> group : ordered) {
            if (listed.size() < most && !group.getKey().equals(OTHERS)) {
                listed.put(group.getKey(), group.getValue());
            } else {
                others.add(group.getValue());
            }
        }
        if (others.documents() > 0) {
            listed.put(OTHERS, others);
        }
        return listed;
    }
}
