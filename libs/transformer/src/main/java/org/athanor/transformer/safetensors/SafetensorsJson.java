package org.athanor.transformer.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Walks through the object of a header or an index token by token: what nobody asks for is passed over
 * and takes no memory, whatever it is.
 */
final class SafetensorsJson {

    /** A hundred thousand tensors; the largest published models have a tenth of it in a file. */
    static final int LARGEST = 16 << 20;

    private static final int LONGEST_SHOWN = 100;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build();

    private final Path file;
    private final String what;

    /**
     * @param what the JSON's name in messages
     */
    SafetensorsJson(Path file, String what) {
        this.file = file;
        this.what = what;
    }

    /** Takes one field of an object; the parser stands on its value. */
    @FunctionalInterface
    interface Field {
        void accept(String name, JsonParser value) throws IOException;
    }

    /** Reads a document that must be one object. */
    void read(byte[] json, Field field) throws MalformedSafetensorsException {
        try (JsonParser in =
                JSON.createParser(
                        new InputStreamReader(
                                new ByteArrayInputStream(json), StandardCharsets.UTF_8))) {
            in.nextToken();
            object(in, what, field);
            if (in.nextToken() != null) {
                throw malformed(what + " goes on behind its object");
            }
        } catch (JsonProcessingException e) {
            throw malformed(what + " is not valid JSON: " + shown(e.getOriginalMessage()));
        } catch (MalformedSafetensorsException e) {
            throw e;
        } catch (IOException e) {
            throw malformed(what + " cannot be read: " + e.getMessage());
        }
    }

    /** Reads the object on which the parser stands. */
    void object(JsonParser in, String name, Field field) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            throw malformed(name + " is not a JSON object");
        }
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String key = in.currentName();
            in.nextToken();
            field.accept(key, in);
        }
    }

    String text(JsonParser in, String name) throws IOException {
        if (in.currentToken() != JsonToken.VALUE_STRING) {
            throw malformed(name + " is not a string");
        }
        return in.getText();
    }

    /** The list of at most {@code most} whole numbers on which the parser stands. */
    long[] longs(JsonParser in, String name, int most) throws IOException {
        String must = name + " is not a list of at most " + most + " whole numbers";
        if (in.currentToken() != JsonToken.START_ARRAY) {
            throw malformed(must);
        }
        long[] values = new long[most];
        int count = 0;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (count == most || in.currentToken() != JsonToken.VALUE_NUMBER_INT) {
                throw malformed(must);
            }
            if (in.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
                throw malformed(name + " holds " + shown(in.getText()));
            }
            values[count++] = in.getLongValue();
        }
        return java.util.Arrays.copyOf(values, count);
    }

    MalformedSafetensorsException malformed(String reason) {
        return new MalformedSafetensorsException(file + ": " + reason);
    }

    /** A value of the file, short enough for a message. */
    static String shown(String value) {
        return value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "…" : value;
    }
}
