package org.athanor.cli.terminal;

import java.util.List;

/** Shows where tokens begin and end: by background colours, or by strokes where there are none. */
public final class TokenColours {

    /** Of the 256 that terminals know: light, and unlike their neighbours. */
    private static final int[] BACKGROUNDS = {223, 152, 186, 182, 217, 151};

    private static final String BLACK_ON = "\u001b[30;48;5;%dm";
    private static final String PLAIN = "\u001b[0m";

    private final boolean colours;

    /** @param colours whether the output understands them */
    public TokenColours(boolean colours) {
        this.colours = colours;
    }

    /** On standard output, as the script found it: a terminal, and no {@code NO_COLOR}. */
    public static TokenColours onStandardOutput() {
        return new TokenColours(Boolean.getBoolean("athanor.colours"));
    }

    /** The tokens' texts one after the other. Line breaks are shown and made, other controls shown. */
    public String render(List<String> tokens) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            String text = visible(tokens.get(i));
            if (colours) {
                String open = BLACK_ON.formatted(BACKGROUNDS[i % BACKGROUNDS.length]);
                // A colour that goes on over a line break would fill the rest of the line.
                line.append(open).append(text.replace("\n", PLAIN + "\n" + open)).append(PLAIN);
            } else {
                line.append(i == 0 ? "" : "|").append(text);
            }
        }
        return line.toString();
    }

    /** What a terminal would obey, an escape sequence for instance, is only ever shown. */
    public static String visible(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if (c == '\n') {
                                shown.append("⏎\n");
                            } else if (c == '\t') {
                                shown.append('→');
                            } else if (Character.isISOControl(c)
                                    || Character.getType(c) == Character.FORMAT) {
                                shown.append("\\u{%X}".formatted(c));
                            } else {
                                shown.appendCodePoint(c);
                            }
                        });
        return shown.toString();
    }
}
