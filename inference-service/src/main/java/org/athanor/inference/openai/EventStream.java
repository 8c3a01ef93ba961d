package org.athanor.inference.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.athanor.inference.serving.Generation;
import org.athanor.inference.serving.GenerationEvent;
import org.athanor.inference.serving.ServingException;
import org.jboss.logging.Logger;

/**
 * Sends an answer while it is made, one server-sent event a piece, each as soon as it is there.
 *
 * @param first taken before the response began, so that a request which fails at once fails with its
 *     own status
 * @param clientLeft whether the connection is closed: over HTTP/1.1 writing to it succeeds nevertheless
 */
record EventStream(
        Generation generation,
        GenerationEvent first,
        Chunks chunks,
        ObjectMapper json,
        BooleanSupplier clientLeft)
        implements StreamingOutput {

    private static final Logger LOG = Logger.getLogger(EventStream.class);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8);

    @Override
    public void write(OutputStream client) {
        try (generation) {
            sendAll(client);
        } catch (IOException e) {
            LOG.debugf("the client of a stream went away: %s", e.getMessage());
        }
    }

    private void sendAll(OutputStream client) throws IOException {
        try {
            send(client, chunks.opening());
            GenerationEvent event = first;
            send(client, chunks.of(event));
            while (!(event instanceof GenerationEvent.Completed)) {
                if (clientLeft.getAsBoolean()) {
                    throw new IOException("the connection is closed");
                }
                if (!generation.hasNext()) {
                    client.flush();
                }
                event = generation.next();
                send(client, chunks.of(event));
            }
            client.write(DONE);
            client.flush();
        } catch (ServingException e) {
            send(client, List.of(OpenAiProblems.of(e).body()));
            client.flush();
        }
    }

    private void send(OutputStream client, List<Object> pieces) throws IOException {
        for (Object piece : pieces) {
            String event = "data: " + asJson(piece) + "\n\n";
            client.write(event.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String asJson(Object piece) {
        try {
            return json.writeValueAsString(piece);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a piece of an answer is no JSON", e);
        }
    }
}
