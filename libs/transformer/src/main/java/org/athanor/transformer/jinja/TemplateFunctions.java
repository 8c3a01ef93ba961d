package org.athanor.transformer.jinja;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Functions that templates call by these names; the library finds them by reflection. */
public final class TemplateFunctions {

    private TemplateFunctions() {}

    /** How a template refuses a conversation. */
    public static Object raise_exception(String message) {
        throw Rendering.refusal("the chat template refuses the conversation: " + message);
    }

    /** The day and hour as Python's {@code strftime} writes them. */
    public static String strftime_now(String format) {
        ZonedDateTime now = ZonedDateTime.now(Rendering.CURRENT.get().clock());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char character = format.charAt(i);
            if (character != '%' || i + 1 == format.length()) {
                text.append(character);
            } else {
                text.append(field(format.charAt(++i), now));
            }
        }
        return text.toString();
    }

    private static String field(char letter, ZonedDateTime now) {
        if (letter == '%') {
            return "%";
        }
        String pattern =
                switch (letter) {
                    case 'd' -> "dd";
                    case 'b' -> "MMM";
                    case 'B' -> "MMMM";
                    case 'm' -> "MM";
                    case 'Y' -> "yyyy";
                    case 'y' -> "yy";
                    case 'A' -> "EEEE";
                    case 'a' -> "EEE";
                    case 'H' -> "HH";
                    case 'I' -> "hh";
                    case 'M' -> "mm";
                    case 'S' -> "ss";
                    case 'p' -> "a";
                    case 'j' -> "DDD";
                    default ->
                            throw Rendering.refusal(
                                    "strftime_now knows no %" + letter + " in the chat template");
                };
        return now.format(DateTimeFormatter.ofPattern(pattern, Locale.US));
    }
}
