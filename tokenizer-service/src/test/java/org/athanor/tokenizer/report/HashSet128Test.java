package org.athanor.tokenizer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HashSet128Test {

    private record Hash(long high, long low) {}

    @Test
    void shouldHoldWhatASetHolds() {
        // Given: few different halves, zeros among them, so that hashes share one, and their places
        Random random = new Random(6);
        long[] halves = random.longs(200).toArray();
        halves[0] = 0;
        HashSet128 hashes = new HashSet128();
        Set<Hash> known = new HashSet<>();
        for (int i = 0; i < 30_000; i++) {
            long high = halves[random.nextInt(halves.length)];
            long low = halves[random.nextInt(halves.length)];

            // When
            boolean added = hashes.add(high, low);

            // Then
            assertEquals(known.add(new Hash(high, low)), added, high + " " + low);
        }
    }
}
