package org.athanor.transformer.tokenizer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A rank file of tiktoken among this program's own resources: a token in base64 and its id a line. */
final class RankFile {

    private RankFile() {}

    /**
     * Bytes by id.
     *
     * @param resource on the class path
     * @param size of the table, at least as large as every id in the file
     */
    static byte[][] read(String resource, int size) {
        try (InputStream in = RankFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        resource + " is not on the class path: com.knuddels:jtokkit brings it");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            byte[][] tokens = new byte[size][];
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                tokens[Integer.parseInt(line, space + 1, line.length(), 10)] =
                        Base64.getDecoder().decode(line.substring(0, space));
            }
            return tokens;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
