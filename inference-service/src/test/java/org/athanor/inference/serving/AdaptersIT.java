package org.athanor.inference.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.athanor.contracts.artifact.ArtifactId;
import org.athanor.contracts.model.ModelState;
import org.athanor.inference.Api;
import org.athanor.inference.TinyModels;
import org.athanor.kit.artifact.ArtifactStore;
import org.athanor.testkit.KafkaAndPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(KafkaAndPostgres.class)
class AdaptersIT {

    @TestHTTPResource("/")
    URI root;

    @Inject TinyModels models;
    @Inject ArtifactStore store;

    private final String name = "adapted-" + UUID.randomUUID();
    private Api api;

    @BeforeEach
    void connect() {
        api = new Api(root);
    }

    @Test
    void shouldServeSeveralAdaptersOverOneBase() throws Exception {
        // Given
        ArtifactId base = models.babbler(31);
        ArtifactId yes = models.adapter(base, "yes");
        ArtifactId no = models.adapter(base, "no");

        // When
        assertEquals(200, api.promote(name, base).status());
        assertEquals(200, api.promote(name + "-yes", yes).status());
        assertEquals(200, api.promote(name + "-no", no).status());

        // Then: each says its own, the base says neither, and who answers is named
        assertEquals("yes", answer(name + "-yes"));
        assertEquals("no", answer(name + "-no"));
        String plain = answer(name);
        assertNotEquals("yes", plain);
        assertNotEquals("no", plain);
        JsonNode described = api.get("/v1/models/" + name + "-yes").body().get("athanor");
        assertEquals(yes.value(), described.get("artifact").asText());
        assertEquals(base.value(), described.get("base").asText());
    }

    @Test
    void shouldHoldTheBaseAsLongAsAnAdapterLiesOverIt() throws Exception {
        // Given
        ArtifactId base = models.babbler(32);
        ArtifactId adapter = models.adapter(base, "yes");
        ArtifactId other = models.adapter(base, "no");
        try (Replica replica = new Replica(store, Map.of())) {
            // When
            replica.models().serve(new ModelState("one", adapter, null, 0));
            replica.models().serve(new ModelState("two", other, null, 0));

            // Then: two adapters and their base, once
            assertEquals(3, replica.models().loaded());

            // When: one name goes over to a model of its own
            replica.models().serve(new ModelState("one", models.babbler(33), null, 0));
            replica.models().serve(new ModelState("two", models.babbler(33), null, 0));

            // Then: nobody needs the base any more
            assertEquals(1, replica.models().loaded());
        }
    }

    @Test
    void shouldRefuseAnAdapterThatNamesNoBase() throws Exception {
        // When
        Api.Answer refused = api.promote(name, models.adapterOverNothing());

        // Then
        assertEquals(422, refused.status(), refused.body().toString());
        assertTrue(
                refused.body().toString().contains("names no base model"),
                refused.body()::toString);
    }

    private String answer(String model) throws Exception {
        Api.Answer answer =
                api.post(
                        "/v1/chat/completions",
                        "{'model':'"
                                + model
                                + "','messages':[{'role':'user','content':'hi'}],"
                                + "'temperature':0,'max_tokens':8}");
        assertEquals(200, answer.status(), answer.body().toString());
        return answer.body().at("/choices/0/message/content").asText();
    }
}
