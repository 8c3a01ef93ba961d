package org.athanor.kit.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.function.Function;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.artifact.ArtifactKind;

/** The one configuration of every {@link ObjectMapper}. */
@Singleton
public class AthanorJson implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new JavaTimeModule());
        mapper.registerModule(values());
        mapper.disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);
        mapper.disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS);
        mapper.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        // A number cut off would train with something that nobody asked for.
        mapper.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    }

    /** A mapper as the services have it, where there is no CDI. */
    public static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        new AthanorJson().customize(mapper);
        return mapper;
    }

    private static SimpleModule values() {
        return new SimpleModule("athanor")
                .addSerializer(ArtifactId.class, ToStringSerializer.instance)
                .addDeserializer(
                        ArtifactId.class, new FromText<>(ArtifactId.class, ArtifactId::new))
                .addSerializer(ArtifactKind.class, new ByLabel())
                .addDeserializer(
                        ArtifactKind.class,
                        new FromText<>(ArtifactKind.class, ArtifactKind::ofLabel));
    }

    private static final class ByLabel extends StdSerializer<ArtifactKind> {

        private static final long serialVersionUID = 1L;

        ByLabel() {
            super(ArtifactKind.class);
        }

        @Override
        public void serialize(
                ArtifactKind kind, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeString(kind.label());
        }
    }

    private static final class FromText<T> extends StdDeserializer<T> {

        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString();
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw context.weirdStringException(text, _valueClass, e.getMessage());
            }
        }
    }
}
