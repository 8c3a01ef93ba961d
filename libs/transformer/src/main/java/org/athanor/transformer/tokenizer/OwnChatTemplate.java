package org.athanor.transformer.tokenizer;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * The template of every tokenizer trained here:
 *
 * <pre>&lt;|system|&gt;…&lt;|user|&gt;…&lt;|assistant|&gt;…&lt;|end|&gt;</pre>
 *
 * The special ids go around content that was encoded by itself, without any template language.
 */
final class OwnChatTemplate implements ChatTemplate {

    /** The same template for readers of {@code tokenizer_config.json}. */
    static final String JINJA =
            "{% for message in messages %}"
                    + "{% if message['role'] == 'system' %}{{ '<|system|>' + message['content'] }}"
                    + "{% elif message['role'] == 'user' %}{{ '<|user|>' + message['content'] }}"
                    + "{% elif message['role'] == 'assistant' %}"
                    + "{{ '<|assistant|>' + message['content'] + '<|end|>' }}"
                    + "{% else %}{{ raise_exception('unknown role ' + message['role']) }}"
                    + "{% endif %}{% endfor %}"
                    + "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";

    private final Tokenizer tokenizer;
    private final int system;
    private final int user;
    private final int assistant;
    private final int end;

    OwnChatTemplate(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        system = tokenizer.idOf(SpecialTokens.SYSTEM);
        user = tokenizer.idOf(SpecialTokens.USER);
        assistant = tokenizer.idOf(SpecialTokens.ASSISTANT);
        end = tokenizer.idOf(SpecialTokens.END);
    }

    @Override
    public int[] prompt(List<ChatMessage> messages) {
        Rendering rendering = new Rendering();
        messages.forEach(rendering::add);
        rendering.special(assistant, false);
        return rendering.tokens.toArray();
    }

    @Override
    public RenderedChat render(List<ChatMessage> messages) {
        Rendering rendering = new Rendering();
        messages.forEach(rendering::add);
        return rendering.finish();
    }

    @Override
    public OptionalInt end() {
        return OptionalInt.of(end);
    }

    /** Tokens and mask growing together. */
    private final class Rendering {
        private final TokenBuffer tokens = new TokenBuffer(64);
        private final BitSet counted = new BitSet();

        void add(ChatMessage message) {
            switch (message.role()) {
                case SYSTEM -> {
                    special(system, false);
                    content(message.content(), false);
                }
                case USER -> {
                    special(user, false);
                    content(message.content(), false);
                }
                case ASSISTANT -> {
                    special(assistant, false);
                    content(message.content(), true);
                    special(end, true);
                }
            }
        }

        void special(int id, boolean counts) {
            counted.set(tokens.size(), counts);
            tokens.add(id);
        }

        void content(String text, boolean counts) {
            int[] ids = tokenizer.encode(text);
            counted.set(tokens.size(), tokens.size() + ids.length, counts);
            tokens.add(ids);
        }

        RenderedChat finish() {
            boolean[] mask = new boolean[tokens.size()];
            counted.stream().forEach(index -> mask[index] = true);
            return new RenderedChat(tokens.toArray(), mask);
        }
    }
}
