package org.athanor.transformer.model;

import java.util.Objects;
import org.athanor.transformer.safetensors.TensorType;

/**
 * How a model's weights are written.
 *
 * @param type F32 keeps every bit; BF16 takes half the bytes and rounds
 * @param largestShard bytes of tensors above which the weights go into several files; a tensor that is
 *     larger by itself has a file of its own
 */
public record WeightFormat(TensorType type, long largestShard) {

    /** f32, files of at most 5 GB. */
    public static final WeightFormat F32 = new WeightFormat(TensorType.F32, 5_000_000_000L);

    /** bf16, files of at most 5 GB. */
    public static final WeightFormat BF16 = new WeightFormat(TensorType.BF16, 5_000_000_000L);

    public WeightFormat {
        Objects.requireNonNull(type, "type");
        if (type != TensorType.F32 && type != TensorType.BF16) {
            throw new IllegalArgumentException(
                    "weights are written as F32 or BF16, which hold every weight's size, was "
                            + type);
        }
        if (largestShard < 1) {
            throw new IllegalArgumentException(
                    "largestShard must be positive, was " + largestShard);
        }
    }

    /** The same type in smaller or larger files. */
    public WeightFormat withLargestShard(long bytes) {
        return new WeightFormat(type, bytes);
    }

    /** PyTorch's name of the type. */
    String dtype() {
        return type == TensorType.F32 ? "float32" : "bfloat16";
    }
}
