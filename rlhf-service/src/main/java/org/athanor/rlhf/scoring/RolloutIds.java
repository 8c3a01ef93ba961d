package org.athanor.rlhf.scoring;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;

/** The same question of the same run has the same id, so that a resumed run may ask again. */
final class RolloutIds {

    private RolloutIds() {}

    static UUID of(UUID runId, ArtifactId rewardModel, List<int[]> sequences) {
        byte[] model = rewardModel.value().getBytes(StandardCharsets.US_ASCII);
        int integers = sequences.stream().mapToInt(sequence -> 1 + sequence.length).sum();
        ByteBuffer name = ByteBuffer.allocate(16 + model.length + Integer.BYTES * integers);
        name.putLong(runId.getMostSignificantBits()).putLong(runId.getLeastSignificantBits());
        name.put(model);
        for (int[] sequence : sequences) {
            name.putInt(sequence.length);
            for (int token : sequence) {
                name.putInt(token);
            }
        }
        return UUID.nameUUIDFromBytes(name.array());
    }
}
