package org.athanor.reward.feedback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * The stored form of a conversation. It has a mapper of its own: a comparison's id follows from
 * these bytes, so no configuration of the REST layer may change them.
 */
final class TurnsJson {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private TurnsJson() {}

    static String write(List<Turn> turns) {
        try {
            return MAPPER.writeValueAsString(turns);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("two strings a turn always become JSON", impossible);
        }
    }

    static List<Turn> read(String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<List<Turn>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored conversation is not JSON any more", e);
        }
    }
}
