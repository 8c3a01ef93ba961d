package org.athanor.kit.topic;

/**
 * A channel that this service listens to and that puts aside what it cannot process.
 *
 * @param topic what it listens to
 * @param consumer who listens, for example {@code reward-scoring}
 * @param deadLetterTopic {@code <topic>.<consumer>.dlq}
 */
public record IncomingChannel(String topic, String consumer, String deadLetterTopic) {

    private static final String SUFFIX = ".dlq";

    /** @throws IllegalArgumentException when the dead-letter topic is not named by the rule */
    static IncomingChannel of(String topic, String deadLetterTopic) {
        String prefix = topic + ".";
        boolean named =
                deadLetterTopic.startsWith(prefix)
                        && deadLetterTopic.endsWith(SUFFIX)
                        && deadLetterTopic.length() > prefix.length() + SUFFIX.length();
        if (!named) {
            throw new IllegalArgumentException(
                    "the dead-letter topic of %s must be named %s<consumer>%s, was %s"
                            .formatted(topic, prefix, SUFFIX, deadLetterTopic));
        }
        String consumer =
                deadLetterTopic.substring(
                        prefix.length(), deadLetterTopic.length() - SUFFIX.length());
        return new IncomingChannel(topic, consumer, deadLetterTopic);
    }
}
