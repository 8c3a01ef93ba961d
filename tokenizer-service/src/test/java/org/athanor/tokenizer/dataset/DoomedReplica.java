package org.athanor.tokenizer.dataset;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.athanor.contracts.artifact.ArtifactKind;
import org.athanor.kit.artifact.ArtifactDraft;
import org.athanor.kit.artifact.DirectoryArtifactStore;
import org.athanor.transformer.dataset.ContentHash;
import org.athanor.transformer.dataset.DocumentOrigin;
import org.athanor.transformer.dataset.ShardLayout;

/**
 * A replica in a process of its own that claims a piece, writes some of it and then waits to be
 * killed: all that the database and the store ever see of one. Arguments: the database's URL, user
 * and password, the store's folder, the piece's id and its run's.
 */
public final class DoomedReplica {

    static final String HALF_WAY = "half way";

    private DoomedReplica() {}

    public static void main(String[] arguments) throws Exception {
        try (Connection connection =
                DriverManager.getConnection(arguments[0], arguments[1], arguments[2])) {
            claim(connection, UUID.fromString(arguments[4]), UUID.fromString(arguments[5]));
        }
        DirectoryArtifactStore store =
                new DirectoryArtifactStore(Path.of(arguments[3]), Clock.systemUTC());
        ArtifactDraft draft = store.draft(ArtifactKind.CHECKPOINT);
        SplitWriter train =
                new SplitWriter(
                        draft.directory(), SplitWriter.TRAIN, ShardLayout.indexed(300, false));
        int[] tokens = new int[1 << 20];
        Arrays.fill(tokens, 7);
        ContentHash hash = new ContentHash(0, 0);
        train.write(
                new EncodedDocument(false, tokens.length, tokens, null, hash),
                new DocumentOrigin(0, "a.txt", 0, hash));
        System.out.println(HALF_WAY);
        new CountDownLatch(1).await();
    }

    private static void claim(Connection connection, UUID split, UUID run) throws Exception {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        insert into tokenizer.split_request
                        (split_id, run_id, place, bytes, request, requested_at, claimed_until)
                        values (?, ?, 0, 0, 'replaced when it is asked for', now(), now() + interval '5 seconds')
                        """)) {
            statement.setObject(1, split);
            statement.setObject(2, run);
            statement.executeUpdate();
        }
    }
}
