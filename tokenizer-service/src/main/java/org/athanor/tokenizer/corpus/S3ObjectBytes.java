package org.athanor.tokenizer.corpus;

import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of an object as it was listed: another one of its name is refused, when it is opened
 * and, since not every store keeps a version whole while it gives it, at its end once more. One
 * thread; left early, the rest is not waited for.
 */
final class S3ObjectBytes extends InputStream {

    /** Up to here an object comes in one piece, and a second request would cost as much as it. */
    private static final long ONE_PIECE_BYTES = 1 << 20;

    private final S3Client client;
    private final Listed listed;
    private final ResponseInputStream<GetObjectResponse> response;
    private final long length;
    private long taken;
    private boolean checked;

    private S3ObjectBytes(
            S3Client client, Listed listed, ResponseInputStream<GetObjectResponse> response) {
        this.client = client;
        this.listed = listed;
        this.response = response;
        Long said = response.response().contentLength();
        this.length = said == null ? Long.MAX_VALUE : said;
    }

    /**
     * What was listed.
     *
     * @param name in messages
     */
    record Listed(String name, String bucket, String key, String eTag) {}

    /** Closing it closes the client, as does a failure. */
    static S3ObjectBytes open(S3Client client, Listed listed) {
        try {
            return new S3ObjectBytes(
                    client,
                    listed,
                    client.getObject(
                            request ->
                                    request.bucket(listed.bucket())
                                            .key(listed.key())
                                            .ifMatch(listed.eTag())));
        } catch (SdkException e) {
            client.close();
            throw S3Failure.of(listed.name(), e);
        }
    }

    @Override
    public int read() throws IOException {
        return SingleByte.of(this);
    }

    @Override
    public int read(byte[] target, int from, int count) throws IOException {
        int read = readOn(target, from, count);
        taken += Math.max(0, read);
        if (!checked && (read < 0 || taken >= length)) {
            checked = true;
            checkUnchanged();
        }
        return read;
    }

    private int readOn(byte[] target, int from, int count) throws IOException {
        try {
            return response.read(target, from, count);
        } catch (SdkException e) {
            throw new IOException("the object breaks off", e);
        }
    }

    private void checkUnchanged() {
        if (taken <= ONE_PIECE_BYTES) {
            return;
        }
        try {
            client.headObject(
                    request ->
                            request.bucket(listed.bucket())
                                    .key(listed.key())
                                    .ifMatch(listed.eTag()));
        } catch (SdkException e) {
            throw S3Failure.of(listed.name(), e);
        }
    }

    @Override
    public void close() {
        response.abort();
        client.close();
    }
}
