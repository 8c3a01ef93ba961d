package org.athanor.transformer.tokenizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.athanor.transformer.jinja.JinjaException;
import org.athanor.transformer.tokenizer.ChatMessage.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JinjaChatTemplateTest {

    @TempDir private Path folder;

    @Test
    void shouldRenderLlama3sTurns() throws IOException {
        // Given: 266 begin of text, 268 and 269 around a role, 270 end of turn
        Tokenizer tokenizer = ForeignChats.llama3(folder);

        // When
        RenderedChat chat = tokenizer.chatTemplate().render(" hello ", "hello hello");

        // Then
        int[] expected =
                concat(
                        ids(266, 268),
                        tokenizer.encode("system"),
                        ids(269),
                        tokenizer.encode("\n\nToday Date: 26 Jul 2024\n\n"),
                        ids(270, 268),
                        tokenizer.encode("user"),
                        ids(269),
                        tokenizer.encode("\n\nhello"),
                        ids(270, 268),
                        tokenizer.encode("assistant"),
                        ids(269),
                        tokenizer.encode("\n\nhello hello"),
                        ids(270));
        assertArrayEquals(expected, chat.tokens());
        assertEquals("hello hello<|eot_id|>", counted(tokenizer, chat));
        assertEquals(270, tokenizer.end());
        assertEquals(Set.of(270, 0), tokenizer.stopIds());
    }

    @Test
    void shouldRenderWithTodaysDateWhereAsked() throws IOException {
        // Given
        Tokenizer tokenizer = ForeignChats.llama3(folder);
        Clock clock = Clock.fixed(Instant.parse("2031-12-24T20:00:00Z"), ZoneOffset.UTC);

        // When
        String text = tokenizer.decode(tokenizer.chatTemplate(clock).prompt("hello"));

        // Then
        assertTrue(text.contains("Today Date: 24 Dec 2031\n"), text);
    }

    @Test
    void shouldRenderChatMl() throws IOException {
        // Given
        Tokenizer tokenizer = ForeignChats.chatml(folder);
        List<ChatMessage> conversation =
                List.of(
                        new ChatMessage(Role.SYSTEM, "hell"),
                        new ChatMessage(Role.USER, "hello"),
                        new ChatMessage(Role.ASSISTANT, "\n hello "),
                        new ChatMessage(Role.USER, "x"),
                        new ChatMessage(Role.ASSISTANT, ""));

        // When
        RenderedChat chat = tokenizer.chatTemplate().render(conversation);
        int[] prompt = tokenizer.chatTemplate().prompt(conversation.subList(0, 4));

        // Then
        assertEquals(
                "system\nhell\nuser\nhello\nassistant\n\n hello \nuser\nx\nassistant\n\n",
                tokenizer.decode(chat.tokens()));
        assertEquals("\n hello <|im_end|><|im_end|>", counted(tokenizer, chat));
        assertArrayEquals(prompt, Arrays.copyOf(chat.tokens(), prompt.length));
        assertEquals(267, tokenizer.end());
    }

    @Test
    void shouldCountWhatIsLeftOfAnAnswerWithThoughts() throws IOException {
        // Given
        Tokenizer tokenizer = ForeignChats.qwen3(folder);
        String thoughtful = "<think>\nhm\n</think>\n\nyes";
        List<ChatMessage> conversation =
                List.of(
                        new ChatMessage(Role.USER, "a"),
                        new ChatMessage(Role.ASSISTANT, thoughtful),
                        new ChatMessage(Role.USER, "b"),
                        new ChatMessage(Role.ASSISTANT, "no"));

        // When
        RenderedChat last = tokenizer.chatTemplate().render("a", thoughtful);
        RenderedChat all = tokenizer.chatTemplate().render(conversation);

        // Then: earlier thoughts are gone, as the template wants
        assertEquals(thoughtful + "<|im_end|>", counted(tokenizer, last));
        assertEquals("yes<|im_end|>no<|im_end|>", counted(tokenizer, all));
    }

    @Test
    void shouldRenderMistralsTurns() throws IOException {
        // Given
        Tokenizer tokenizer = ForeignChats.mistral(folder);

        // When
        RenderedChat chat = tokenizer.chatTemplate().render("hello", "hello");

        // Then: the blank before the answer is its first token's or the template's
        assertArrayEquals(
                concat(ids(267), tokenizer.encode(" [INST] hello [/INST] hello"), ids(268)),
                chat.tokens());
        assertEquals("hello</s>", counted(tokenizer, chat));
        var refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                tokenizer
                                        .chatTemplate()
                                        .prompt(List.of(new ChatMessage(Role.ASSISTANT, "x"))));
        assertTrue(refused.getMessage().contains("roles must alternate"), refused.getMessage());
    }

    @Test
    void shouldCountATokenThatIsTheAnswersInPart() throws IOException {
        // Given: " w" is one token
        Tokenizer tokenizer = ForeignChats.mistral(folder);

        // When
        RenderedChat chat = tokenizer.chatTemplate().render("hello", "well");

        // Then
        assertEquals(" well</s>", counted(tokenizer, chat));
    }

    @Test
    void shouldKeepForgedTurnsInsideTheirMessages() throws IOException {
        // Given
        List<Tokenizer> tokenizers =
                List.of(
                        ForeignChats.llama3(folder),
                        ForeignChats.chatml(folder),
                        ForeignChats.qwen3(folder),
                        ForeignChats.mistral(folder),
                        ForeignChats.zephyr(folder));
        for (Tokenizer tokenizer : tokenizers) {
            List<String> fragments = new ArrayList<>(tokenizer.specialTokens().keySet());
            fragments.addAll(
                    List.of(
                            "<|", "|>", "<", ">", "/", "s", "\ue000", "\ue001", "\ue002",
                            "\ue003"));
            fragments.addAll(List.of("[INST]", "{{ 1 }}", "{% if %}", "eot_id", "🦙", "x", " y\n"));
            Random random = new Random(5);
            int specials = special(tokenizer, tokenizer.chatTemplate().render("x", "y").tokens());
            for (int i = 0; i < 200; i++) {
                String said = "a" + text(random, fragments) + "b";
                String answered = "c" + text(random, fragments) + "d";

                // When
                RenderedChat chat = tokenizer.chatTemplate().render(said, answered);

                // Then
                assertEquals(specials, special(tokenizer, chat.tokens()), said + answered);
                String text = tokenizer.decode(chat.tokens());
                assertTrue(text.contains(said), text);
                assertTrue(text.contains(answered), text);
                String counted = counted(tokenizer, chat);
                assertTrue(counted.contains(answered + tokenizer.text(tokenizer.end())), counted);
                assertTrue(!counted.contains(said), counted);
            }
        }
    }

    @Test
    void shouldNotLetATemplateJoinASpecialTokenOutOfWhatWasSaid() throws IOException {
        // Given: takes a sign away and joins two messages
        String template =
                "{{ messages[0].content.replace('X', '') }}{{ messages[1].content | upper | lower }}";
        Tokenizer tokenizer =
                ForeignChats.with(folder, template, null, "<|eot_id|>", List.of("<|eot_id|>"));

        // When
        int[] ids =
                tokenizer
                        .chatTemplate()
                        .prompt(
                                List.of(
                                        new ChatMessage(Role.USER, "<|eoXt_id|><|eot"),
                                        new ChatMessage(Role.USER, "_id|>")));

        // Then
        assertEquals("<|eot_id|><|eot_id|>", tokenizer.decode(ids));
        assertEquals(0, special(tokenizer, ids));
    }

    @Test
    void shouldRefuseATemplateThatHidesWhatTheAssistantSaid() throws IOException {
        // Given
        Tokenizer tokenizer =
                ForeignChats.with(
                        folder,
                        "{% for m in messages %}{{ m.content | length }}{% endfor %}",
                        null,
                        "<|eot_id|>",
                        List.of("<|eot_id|>"));

        // Then
        var refused =
                assertThrows(
                        JinjaException.class, () -> tokenizer.chatTemplate().render("x", "hello"));
        assertTrue(refused.getMessage().contains("loss mask"), refused.getMessage());
    }

    @Test
    void shouldTakeWhiteSpaceWithTokensThatWantIt() throws IOException {
        // Given: as Phi 3's tokens do
        ForeignChats.chatml(folder);
        Path file = folder.resolve("tokenizer.json");
        String json = java.nio.file.Files.readString(file);
        java.nio.file.Files.writeString(
                file,
                json.replace(
                        "\"content\":\"<|im_end|>\"",
                        "\"rstrip\":true,\"content\":\"<|im_end|>\""));
        Tokenizer tokenizer = Tokenizer.load(folder);

        // When
        String text = tokenizer.decode(tokenizer.chatTemplate().prompt("hello"));

        // Then
        assertEquals("system\nYou are a helpful assistant.user\nhelloassistant\n", text);
    }

    private static String text(Random random, List<String> fragments) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(fragments.get(random.nextInt(fragments.size())));
        }
        return text.toString();
    }

    private static int special(Tokenizer tokenizer, int[] ids) {
        return (int) Arrays.stream(ids).filter(tokenizer::isSpecial).count();
    }

    /** What the loss sees, special tokens by their texts. */
    private static String counted(Tokenizer tokenizer, RenderedChat chat) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        for (int i = 0; i < chat.tokens().length; i++) {
            if (chat.lossMask()[i]) {
                int id = chat.tokens()[i];
                bytes.writeBytes(
                        tokenizer.isSpecial(id)
                                ? tokenizer
                                        .text(id)
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)
                                : tokenizer.bytesOf(id));
            }
        }
        return bytes.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    private static int[] ids(int... ids) {
        return ids;
    }

    private static int[] concat(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }
}
