package org.athanor.reward.feedback;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import org.athanor.kit.digest.Sha256;

/**
 * A UUID that follows from content: version 8 of RFC 9562 over the first half of a sha256. The same
 * content has the same id, so that saying something twice says it once.
 */
final class ContentId {

    private ContentId() {}

    /** The id of the given fields in this order; null and "" differ, and so do ("a", "bc") and ("ab", "c"). */
    static UUID of(String... fields) {
        MessageDigest sha256 = Sha256.digest();
        for (String field : fields) {
            byte[] bytes = field == null ? new byte[0] : field.getBytes(StandardCharsets.UTF_8);
            int length = field == null ? -1 : bytes.length;
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(length).array());
            sha256.update(bytes);
        }
        ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
        long high = (digest.getLong() & 0xffff_ffff_ffff_0fffL) | 0x8000L;
        long low = (digest.getLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
