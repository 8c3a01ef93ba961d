package org.athanor.transformer.jinja;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JinjaTemplateTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Clock MARCH =
            Clock.fixed(Instant.parse("2025-03-05T09:07:00Z"), ZoneOffset.UTC);

    /** What Jinja 3.1.6 made of these conversations, set up as Hugging Face sets it up. */
    @ParameterizedTest
    @ValueSource(strings = {"llama3", "chatml", "qwen3", "mistral", "zephyr"})
    void shouldRenderAsJinjaDoes(String name) throws IOException {
        // Given
        JinjaTemplate template = new JinjaTemplate(resource(name + ".jinja"));
        JsonNode cases = JSON.readTree(resource("rendered.json"));

        for (JsonNode conversation : cases) {
            for (int prompt = 0; prompt < 2; prompt++) {
                Map<String, Object> values = new HashMap<>();
                values.put("messages", JSON.convertValue(conversation.get("messages"), List.class));
                values.put("add_generation_prompt", prompt == 1);
                values.put("bos_token", "<s>");
                values.put("eos_token", "</s>");

                // When
                String text = template.render(values, MARCH);

                // Then
                assertEquals(conversation.at("/rendered/" + name).get(prompt).asText(), text);
            }
        }
        assertTrue(cases.size() > 10);
    }

    @Test
    void shouldWriteEverySignOfAMessageAsItIs() {
        // Given
        JinjaTemplate template =
                new JinjaTemplate(
                        "{{ said }}|{{ '<' + said }}|{{ said | trim }}|{% set x = said %}{{ x }}");
        for (int sign = 0; sign < 0x3000; sign++) {
            String said = "a" + Character.toString(sign) + "n\\" + Character.toString(sign) + "'b";

            // When
            String text = template.render(Map.of("said", said), MARCH);

            // Then
            int shown = sign;
            assertEquals(
                    String.join("|", said, "<" + said, said, said),
                    text,
                    () -> "U+" + Integer.toHexString(shown));
        }
    }

    @Test
    void shouldRenderInManyThreadsAsInOne() throws Exception {
        // Given: conversations of different lengths, so that threads are in different places
        JinjaTemplate template = new JinjaTemplate(resource("qwen3.jinja"));
        List<Map<String, Object>> conversations =
                IntStream.range(0, 12).mapToObj(JinjaTemplateTest::conversation).toList();
        List<String> expected =
                conversations.stream().map(values -> template.render(values, MARCH)).toList();
        try (var threads = Executors.newFixedThreadPool(4)) {
            // When
            List<Future<String>> rendered =
                    IntStream.range(0, 240)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    () ->
                                                            template.render(
                                                                    conversations.get(i % 12),
                                                                    MARCH)))
                            .toList();

            // Then
            for (int i = 0; i < rendered.size(); i++) {
                assertEquals(expected.get(i % 12), rendered.get(i).get());
            }
        }
        assertEquals(12, expected.stream().distinct().count());
    }

    private static Map<String, Object> conversation(int turns) {
        List<Map<String, String>> messages =
                IntStream.rangeClosed(0, 2 * turns)
                        .mapToObj(
                                i ->
                                        Map.of(
                                                "role",
                                                i % 2 == 0 ? "user" : "assistant",
                                                "content",
                                                "said " + i))
                        .toList();
        return Map.of("messages", messages, "add_generation_prompt", true);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "{{ {'a': [1, 'x\"', true, none]} | tojson }} § {\"a\": [1, \"x\\\"\", true, null]}",
                "{{ 'A b'.upper() }}{{ 'xyx'.strip('x') }}{{ 'abc'[1] }}{{ 'abc'[-1] }} § A Bybc",
                "{{ strftime_now('%d %B %Y, %H:%M %%') }} § 05 March 2025, 09:07 %",
                "{% generation %}a{{ 1 }}{% endgeneration %} § a1",
                "{% for k, v in {'a': 1, 'b': 2}.items() %}{{ k }}{{ v }}{% endfor %} § a1b2",
                "{{ {'a': 1}.get('b', 7) }}{{ 'a' in {'a': 1} }} § 7true",
                "{% for x in [1, 2, 3] %}{% if x == 2 %}{% break %}{% endif %}{{ x }}{% endfor %} § 1",
                "{% macro m(x) %}<{{ x }}>{% endmacro %}{{ m('q') }} § <q>",
                "{% if True and not False %}y{% endif %} § y"
            })
    void shouldKnowWhatTemplatesUse(String source, String expected) {
        assertEquals(expected, new JinjaTemplate(source).render(Map.of(), MARCH));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "{{ ''.getClass() }} § getClass()",
                "{{ messages.stream() }} § stream()",
                "{{ 'x'.repeat(100) }} § repeat()",
                "{% include '/etc/passwd' %} § include",
                "{% import 'x' as y %} § import",
                "{{ 'x' | fromyaml }} § fromyaml",
                "{{ '{{ 1 }}' | render }} § render",
                "{{ type(messages) }} § type",
                "{{ unheard_of(1) }} § unheard_of",
                "{{ messages | unheard }} § filter 'unheard'",
                "{% if messages is unheard %}x{% endif %} § test 'is unheard'",
                "{% for m in messages %}{{ loop.previtem }}{% endfor %} § loop.previtem",
                "{% for m in messages if m.role == 'user' %}x{% endfor %} § loop with a condition",
                "{{ strftime_now('%Q') }} § %Q",
                "{{ raise_exception('not so') }} § refuses the conversation: not so",
                "{% if %}x{% endfor %} § line 1"
            })
    void shouldRefuseByName(String source, String named) {
        // Given
        Map<String, Object> values = Map.of("messages", List.of(Map.of("role", "user")));

        // When
        var refused =
                assertThrows(
                        JinjaException.class,
                        () -> new JinjaTemplate(source).render(values, MARCH));

        // Then
        assertTrue(refused.getMessage().contains(named), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ messages.class }}",
                "{{ messages.class.name }}",
                "{{ ''.class.forName('java.lang.Runtime') }}",
                "{{ ____int3rpr3t3r____.config }}",
                "{{ ____int3rpr3t3r____.getContext() }}"
            })
    void shouldShowNothingOfJava(String source) {
        // When
        String text;
        try {
            text =
                    new JinjaTemplate(source)
                            .render(Map.of("messages", List.of(Map.of("role", "user"))), MARCH);
        } catch (JinjaException e) {
            text = "";
        }

        // Then
        assertFalse(text.contains("java") || text.contains("jinjava"), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{% for a in range(999) %}{% for b in range(999) %}{% for c in range(999) %}x{% endfor %}{% endfor %}{% endfor %}",
                "{% set n = namespace(x='0123456789abcdef') %}{% for a in range(60) %}{% set n.x = n.x + n.x %}{% endfor %}",
                "{% set n = namespace(x='0123456789abcdef') %}{% for a in range(60) %}{% set n.x = n.x.replace('a', n.x) %}{% endfor %}",
                "{% set n = namespace(x='0123456789abcdef') %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
                "{% macro m(x) %}{{ m(x) }}{% endmacro %}{{ m(1) }}",
                "{{ [1] § tojson(indent=999999999) }}"
            })
    void shouldEndWhatWouldNot(String source) {
        // Given
        JinjaTemplate template = new JinjaTemplate(source);

        // Then
        assertThrows(JinjaException.class, () -> template.render(Map.of(), MARCH));
    }

    @Test
    void shouldRefuseAnEndlessSource() {
        // Given
        String source = "x".repeat(JinjaTemplate.LONGEST_SOURCE + 1);

        // Then
        assertThrows(JinjaException.class, () -> new JinjaTemplate(source));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = JinjaTemplateTest.class.getResourceAsStream("/templates/" + name)) {
            return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
