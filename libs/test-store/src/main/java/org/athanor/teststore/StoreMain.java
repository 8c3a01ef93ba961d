package org.athanor.teststore;

import java.net.URI;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobApiMetadata;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStoreContext;

/**
 * Serves S3's API on a free port of loopback until the JVM ends. What it holds is in memory. It knows path-style
 * addresses, and no request that is not signed with the key and the secret that are its arguments.
 */
public final class StoreMain {

    /** What it says on standard output when it serves; the port follows. */
    public static final String LISTENING = "the store listens at port ";

    private StoreMain() {}

    /** Takes the access key and the secret. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("expected: access key, secret");
        }
        BlobStoreContext memory =
                ContextBuilder.newBuilder(new TransientNio2BlobApiMetadata())
                        .credentials("none", "none")
                        .buildView(BlobStoreContext.class);
        S3Proxy server =
                S3Proxy.builder()
                        .blobStore(memory.getBlobStore())
                        .endpoint(URI.create("http://127.0.0.1:0"))
                        .awsAuthentication(
                                AuthenticationType.AWS_V2_OR_V4, arguments[0], arguments[1])
                        .build();
        server.start();
        System.out.println(LISTENING + server.getPort() + ".");
    }
}
