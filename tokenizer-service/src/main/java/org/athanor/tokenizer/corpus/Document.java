package org.athanor.tokenizer.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.athanor.transformer.tokenizer.ChatMessage;

/** One document of a corpus. */
public sealed interface Document {

    Form form();

    /** The parts that hold text, in their order. */
    List<String> texts();

    /** The same document with as many other texts, in the order of {@link #texts}. */
    default Document withTexts(List<String> texts) {
        return switch (this) {
            case Text text -> new Text(texts.getFirst());
            case Completion pair -> new Completion(texts.get(0), texts.get(1));
            case Chat chat -> {
                List<ChatMessage> messages = new ArrayList<>(texts.size());
                for (int i = 0; i < texts.size(); i++) {
                    messages.add(new ChatMessage(chat.messages().get(i).role(), texts.get(i)));
                }
                yield new Chat(messages);
            }
        };
    }

    /** Whether there is anything to learn from. */
    default boolean isBlank() {
        return texts().stream().allMatch(String::isBlank);
    }

    /** Plain text. */
    record Text(String text) implements Document {

        public Text {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public Form form() {
            return Form.TEXT;
        }

        @Override
        public List<String> texts() {
            return List.of(text);
        }
    }

    /** A prompt and the completion to learn. */
    record Completion(String prompt, String completion) implements Document {

        public Completion {
            Objects.requireNonNull(prompt, "prompt");
            Objects.requireNonNull(completion, "completion");
        }

        @Override
        public Form form() {
            return Form.COMPLETION;
        }

        @Override
        public List<String> texts() {
            return List.of(prompt, completion);
        }

        @Override
        public boolean isBlank() {
            return completion.isBlank();
        }
    }

    /** A conversation whose answers are to be learnt. */
    record Chat(List<ChatMessage> messages) implements Document {

        public Chat {
            messages = List.copyOf(messages);
        }

        @Override
        public Form form() {
            return Form.CHAT;
        }

        @Override
        public List<String> texts() {
            return messages.stream().map(ChatMessage::content).toList();
        }
    }
}
