package org.athanor.transformer.tokenizer;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.athanor.transformer.jinja.JinjaException;
import org.athanor.transformer.jinja.JinjaTemplate;

/**
 * Another model's template, in Jinja. The template works on what was said with {@link StandIns} in it;
 * special tokens are looked for in its output while they are still there, and become ids; what is
 * between them gets its own signs back and is encoded as plain text, template and content in one
 * piece, as Hugging Face does. So ids are those that the model was trained on, and no content, however
 * the template cuts it, becomes a special token.
 *
 * <p>For the loss mask the conversation is rendered a second time with marks around what the assistant
 * said, which must come out the same without the marks. A token counts if any of its bytes is the
 * assistant's; the special token behind, with white space before it, counts too.
 */
final class JinjaChatTemplate implements ChatTemplate {

    private final Tokenizer tokenizer;
    private final JinjaTemplate template;
    private final String source;
    private final Map<String, String> roles;
    private final Clock clock;
    private final SpecialTexts specials;
    private final List<Character> signs;

    /**
     * @param roles texts of special tokens by the names that templates have for them
     * @param clock what the template thinks it is now
     * @throws JinjaException when the template cannot be rendered here
     */
    JinjaChatTemplate(Tokenizer tokenizer, String source, Map<String, String> roles, Clock clock) {
        this.tokenizer = tokenizer;
        this.template = new JinjaTemplate(source);
        this.source = source;
        this.roles = roles;
        this.clock = clock;
        this.specials = tokenizer.specialTexts();
        this.signs = StandIns.signsOf(specials.texts());
    }

    @Override
    public int[] prompt(List<ChatMessage> messages) {
        StandIns standIns = standIns(messages);
        return encoder(standIns).encode(render(shielded(messages, standIns), true)).tokens();
    }

    @Override
    public RenderedChat render(List<ChatMessage> messages) {
        StandIns standIns = standIns(messages);
        String plain = render(shielded(messages, standIns), false);
        for (StandIns.Marks marks : StandIns.Marks.values()) {
            String marked = render(marked(messages, standIns, marks), false);
            if (standIns.withoutMarks(marked).equals(plain)) {
                return encoder(standIns).encode(opened(marked, messages, standIns));
            }
        }
        throw new JinjaException(
                "the chat template looks into what the assistant said: its loss mask cannot be told");
    }

    @Override
    public OptionalInt end() {
        RenderedChat chat = render("a", "b");
        for (int i = chat.tokens().length - 1; i >= 0; i--) {
            if (chat.lossMask()[i] && tokenizer.isSpecial(chat.tokens()[i])) {
                return OptionalInt.of(chat.tokens()[i]);
            }
        }
        return OptionalInt.empty();
    }

    /**
     * A template that takes thoughts out of an answer takes the opening mark with them; then the answer
     * begins behind what such a template writes for the assistant to go on.
     */
    private String opened(String marked, List<ChatMessage> messages, StandIns standIns) {
        StringBuilder text = new StringBuilder(marked);
        String prefix = null;
        int from = 0;
        int close = text.indexOf(String.valueOf(standIns.close()));
        while (close >= 0) {
            int open = text.indexOf(String.valueOf(standIns.open()), from);
            if (open < 0 || open > close) {
                prefix = prefix == null ? generationPrompt(messages, standIns) : prefix;
                int before = text.lastIndexOf(prefix, close);
                if (prefix.isBlank() || before < from) {
                    throw new JinjaException(
                            "the chat template cuts what the assistant said: where it begins cannot be told");
                }
                text.insert(before + prefix.length(), standIns.open());
                close++;
            }
            from = close + 1;
            close = text.indexOf(String.valueOf(standIns.close()), from);
        }
        if (text.indexOf(String.valueOf(standIns.open()), from) >= 0) {
            throw new JinjaException(
                    "the chat template cuts what the assistant said: where it ends cannot be told");
        }
        return text.toString();
    }

    private String generationPrompt(List<ChatMessage> messages, StandIns standIns) {
        List<Map<String, Object>> shielded = shielded(messages, standIns);
        String without = render(shielded, false);
        String with = render(shielded, true);
        return with.startsWith(without) ? with.substring(without.length()) : "";
    }

    private StandIns standIns(List<ChatMessage> messages) {
        List<String> texts = new ArrayList<>(specials.texts());
        texts.add(source);
        messages.forEach(message -> texts.add(message.content()));
        return new StandIns(signs, texts);
    }

    private ChatEncoder encoder(StandIns standIns) {
        return new ChatEncoder(tokenizer, specials, standIns);
    }

    private static List<Map<String, Object>> shielded(
            List<ChatMessage> messages, StandIns standIns) {
        return messages.stream()
                .map(message -> turn(message, standIns.shielded(message.content())))
                .toList();
    }

    private static List<Map<String, Object>> marked(
            List<ChatMessage> messages, StandIns standIns, StandIns.Marks marks) {
        return messages.stream()
                .map(
                        message ->
                                turn(
                                        message,
                                        message.role() == ChatMessage.Role.ASSISTANT
                                                ? standIns.marked(message.content(), marks)
                                                : standIns.shielded(message.content())))
                .toList();
    }

    private static Map<String, Object> turn(ChatMessage message, String content) {
        Map<String, Object> turn = new LinkedHashMap<>();
        turn.put("role", message.role().label());
        turn.put("content", content);
        return turn;
    }

    private String render(List<Map<String, Object>> messages, boolean generationPrompt) {
        Map<String, Object> values = new HashMap<>(roles);
        values.put("messages", messages);
        values.put("add_generation_prompt", generationPrompt);
        return template.render(values, clock);
    }
}
