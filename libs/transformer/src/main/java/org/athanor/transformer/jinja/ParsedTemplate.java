package org.athanor.transformer.jinja;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.InterpretException;
import com.hubspot.jinjava.interpret.InvalidArgumentException;
import com.hubspot.jinjava.interpret.InvalidInputException;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.interpret.TemplateSyntaxException;
import com.hubspot.jinjava.tree.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A template as the library reads it, read once and rendered many times: its own {@code renderForResult}
 * reads the source anew at each call. Rendering changes nothing in the tree, and whatever it changes
 * elsewhere is made for it alone, so it is safe for many threads.
 */
final class ParsedTemplate {

    private static final Jinjava LIBRARY = Sandbox.library();

    private final Node root;
    private final List<TemplateError> errors;

    private ParsedTemplate(Node root, List<TemplateError> errors) {
        this.root = root;
        this.errors = List.copyOf(errors);
    }

    /** A source with errors has them at each rendering. */
    static ParsedTemplate of(String source) {
        List<TemplateError> errors = new ArrayList<>();
        Node root = with(Map.of(), errors, interpreter -> interpreter.parse(source));
        return new ParsedTemplate(root, errors);
    }

    RenderResult render(Map<String, Object> bindings) {
        if (!errors.isEmpty()) {
            return new RenderResult("", null, errors);
        }
        List<TemplateError> found = new ArrayList<>();
        String text = with(bindings, found, interpreter -> interpreter.render(root));
        return new RenderResult(text, null, found);
    }

    /**
     * Works with an interpreter of its own, as the library does.
     *
     * @param errors takes those that the library found
     * @return null where it gave up
     */
    private static <T> T with(
            Map<String, Object> bindings,
            List<TemplateError> errors,
            Function<JinjavaInterpreter, T> work) {
        JinjavaConfig config = LIBRARY.getGlobalConfig();
        Context context =
                new Context(LIBRARY.getGlobalContextCopy(), bindings, config.getDisabled());
        JinjavaInterpreter interpreter = new Interpreter(context, config);
        JinjavaInterpreter.pushCurrent(interpreter);
        T result = null;
        try {
            result = work.apply(interpreter);
        } catch (RuntimeException e) {
            errors.add(error(e));
        } finally {
            JinjavaInterpreter.popCurrent();
        }
        errors.addAll(interpreter.getErrorsCopy());
        return result;
    }

    private static TemplateError error(RuntimeException exception) {
        return switch (exception) {
            case TemplateSyntaxException e -> TemplateError.fromException(e);
            case InterpretException e -> TemplateError.fromSyntaxError(e);
            case InvalidArgumentException e -> TemplateError.fromInvalidArgumentException(e);
            case InvalidInputException e -> TemplateError.fromInvalidInputException(e);
            default -> TemplateError.fromException(exception);
        };
    }

    private static final class Interpreter extends JinjavaInterpreter {

        Interpreter(Context context, JinjavaConfig config) {
            super(LIBRARY, context, config);
        }

        /**
         * A string as it is: the library writes one in the manner of JSON and takes back a part of that,
         * so that controls stay escaped.
         */
        @Override
        public String getAsString(Object object) {
            return object instanceof String text ? text : super.getAsString(object);
        }
    }
}
