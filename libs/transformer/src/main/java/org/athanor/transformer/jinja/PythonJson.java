package org.athanor.transformer.jinja;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.filter.Filter;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** {@code tojson} with the blanks of Python's {@code json.dumps} and no escapes beyond JSON's own. */
final class PythonJson implements Filter {

    private static final int DEEPEST = 32;

    @Override
    public String getName() {
        return "tojson";
    }

    @Override
    public Object filter(Object value, JinjavaInterpreter interpreter, String... arguments) {
        return written(value, -1);
    }

    @Override
    public Object filter(
            Object value,
            JinjavaInterpreter interpreter,
            Object[] arguments,
            Map<String, Object> named) {
        Object indent = named.getOrDefault("indent", arguments.length > 0 ? arguments[0] : null);
        return written(value, indent instanceof Number number ? number.intValue() : -1);
    }

    private static String written(Object value, int indent) {
        if (indent > DEEPEST) {
            throw Rendering.refusal(
                    "tojson indents by %d at most, not %d".formatted(DEEPEST, indent));
        }
        StringBuilder out = new StringBuilder();
        write(value, indent, 0, out);
        return out.toString();
    }

    private static void write(Object value, int indent, int depth, StringBuilder out) {
        if (depth > DEEPEST) {
            throw Rendering.refusal("tojson found more than %d levels".formatted(DEEPEST));
        }
        switch (value) {
            case null -> out.append("null");
            case Boolean flag -> out.append(flag);
            case Number number -> out.append(number);
            case Map<?, ?> map -> writeMap(map, indent, depth, out);
            case List<?> list -> writeList(list, indent, depth, out);
            default -> quote(value.toString(), out);
        }
    }

    private static void writeMap(Map<?, ?> map, int indent, int depth, StringBuilder out) {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> entry = entries.next();
            line(indent, depth + 1, out);
            quote(String.valueOf(entry.getKey()), out);
            out.append(": ");
            write(entry.getValue(), indent, depth + 1, out);
            separate(entries.hasNext(), indent, out);
        }
        if (!map.isEmpty()) {
            line(indent, depth, out);
        }
        out.append('}');
    }

    private static void writeList(List<?> list, int indent, int depth, StringBuilder out) {
        out.append('[');
        Iterator<?> elements = list.iterator();
        while (elements.hasNext()) {
            line(indent, depth + 1, out);
            write(elements.next(), indent, depth + 1, out);
            separate(elements.hasNext(), indent, out);
        }
        if (!list.isEmpty()) {
            line(indent, depth, out);
        }
        out.append(']');
    }

    private static void separate(boolean more, int indent, StringBuilder out) {
        if (more) {
            out.append(indent < 0 ? ", " : ",");
        }
    }

    private static void line(int indent, int depth, StringBuilder out) {
        if (indent >= 0) {
            out.append('\n').repeat(' ', indent * depth);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        text.codePoints()
                .forEach(
                        point -> {
                            switch (point) {
                                case '"' -> out.append("\\\"");
                                case '\\' -> out.append("\\\\");
                                case '\n' -> out.append("\\n");
                                case '\r' -> out.append("\\r");
                                case '\t' -> out.append("\\t");
                                case '\b' -> out.append("\\b");
                                case '\f' -> out.append("\\f");
                                default -> {
                                    if (point < ' ') {
                                        out.append("\\u%04x".formatted(point));
                                    } else {
                                        out.appendCodePoint(point);
                                    }
                                }
                            }
                        });
        out.append('"');
    }
}
