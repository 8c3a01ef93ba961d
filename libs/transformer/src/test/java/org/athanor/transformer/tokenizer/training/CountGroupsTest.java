package org.athanor.transformer.tokenizer.training;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CountGroupsTest {

    @Test
    void shouldFindTheCountOfEveryPosition() {
        // Given: small counts and ones beyond 32 bits, some slots each
        Random random = new Random(1);
        TreeMap<Long, Integer> slots = new TreeMap<>();
        CountGroups.Builder builder = new CountGroups.Builder();
        for (int i = 0; i < 300; i++) {
            long count =
                    1 + (random.nextInt(3) == 0 ? random.nextLong(1L << 40) : random.nextInt(200));
            int more = 1 + random.nextInt(9);
            slots.merge(count, more, Integer::sum);
            builder.add(count, more);
        }

        // When
        CountGroups groups = builder.build(1);

        // Then: laid out from the lowest count to the highest, found from any group before
        long at = 1;
        for (var entry : slots.entrySet()) {
            int group = groups.ofCount(entry.getKey());
            assertEquals(at, groups.start(group));
            assertEquals(entry.getKey(), groups.count(group));
            for (int i = 0; i < entry.getValue(); i++, at++) {
                assertEquals(group, groups.ofPosition(at, random.nextInt(group + 1)));
            }
        }
        assertEquals(at, groups.end());
    }
}
