package org.athanor.cli.demo;

/** What an optimiser finds first when a rule is badly made; ours must like none of it. */
enum Degenerate {
    EMPTY("emptyAnswer", ""),
    /** As many words as tokens are allowed, and no end. */
    LONGEST("longestAnswer", longest()),
    ONE_TOKEN_REPEATED("repeatedAnswer", " the".repeat(DemoSize.MAXIMUM_TOKENS));

    private final String figure;
    private final String text;

    Degenerate(String figure, String text) {
        this.figure = figure;
        this.text = text;
    }

    String figure() {
        return figure;
    }

    String text() {
        return text;
    }

    private static String longest() {
        String clause =
                " that the Commission and the Member States have to implement these measures";
        String text = clause.repeat(DemoSize.MAXIMUM_TOKENS);
        String[] words = text.strip().split(" ");
        return String.join(" ", java.util.Arrays.asList(words).subList(0, DemoSize.MAXIMUM_TOKENS));
    }
}
