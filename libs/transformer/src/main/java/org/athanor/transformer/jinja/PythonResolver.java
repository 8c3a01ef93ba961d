package org.athanor.transformer.jinja;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.exptest.ExpTest;
import com.hubspot.jinjava.lib.filter.Filter;
import com.hubspot.jinjava.util.ForLoop;
import java.beans.FeatureDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import jinjava.javax.el.ELContext;
import jinjava.javax.el.ELResolver;

/**
 * The properties and methods that a template may use, all of them: those of Python's dictionaries,
 * lists and strings, and of a loop. No Java class is looked into.
 */
final class PythonResolver extends ELResolver {

    @Override
    public Object getValue(ELContext context, Object base, Object property) {
        context.setPropertyResolved(true);
        return switch (base) {
            case Map<?, ?> map -> map.get(String.valueOf(property));
            case List<?> list when index(property) != null -> element(list, index(property));
            case String text when index(property) != null -> character(text, index(property));
            case ForLoop loop -> ofLoop(loop, String.valueOf(property));
            case null, default -> null;
        };
    }

    @Override
    public Object invoke(
            ELContext context, Object base, Object method, Class<?>[] types, Object[] arguments) {
        context.setPropertyResolved(true);
        return switch (base) {
            case Filter filter -> filtered(filter, arguments);
            case ExpTest test -> tested(test, String.valueOf(method), arguments);
            case String text -> PythonText.invoke(text, String.valueOf(method), arguments);
            case Map<?, ?> map -> ofMap(map, String.valueOf(method), arguments);
            case null, default ->
                    throw Rendering.refusal(
                            "the chat template calls %s(), which is not known here"
                                    .formatted(method));
        };
    }

    /** The library hands filters over as objects with a method. */
    @SuppressWarnings("unchecked")
    private static Object filtered(Filter filter, Object[] arguments) {
        return filter.filter(
                arguments[0],
                (JinjavaInterpreter) arguments[1],
                (Object[]) arguments[2],
                (Map<String, Object>) arguments[3]);
    }

    private static Object tested(ExpTest test, String method, Object[] arguments) {
        JinjavaInterpreter interpreter = (JinjavaInterpreter) arguments[1];
        Object[] further =
                arguments.length > 2 && arguments[2] instanceof Object[] array
                        ? array
                        : java.util.Arrays.copyOfRange(arguments, 2, arguments.length);
        return method.equals("evaluateNegated")
                ? test.evaluateNegated(arguments[0], interpreter, further)
                : test.evaluate(arguments[0], interpreter, further);
    }

    private static Object ofMap(Map<?, ?> map, String method, Object[] arguments) {
        return switch (method) {
            case "items" -> new ArrayList<>(map.entrySet());
            case "keys" -> new ArrayList<>(map.keySet());
            case "values" -> new ArrayList<>(map.values());
            case "get" -> {
                Object value = map.get(String.valueOf(arguments[0]));
                yield value == null && arguments.length > 1 ? arguments[1] : value;
            }
            default ->
                    throw Rendering.refusal(
                            "the chat template calls %s() of a dictionary, known are items, keys, values and get"
                                    .formatted(method));
        };
    }

    private static Object ofLoop(ForLoop loop, String property) {
        return switch (property) {
            case "index" -> loop.getIndex();
            case "index0" -> loop.getIndex0();
            case "first" -> loop.isFirst();
            case "last" -> loop.isLast();
            case "length" -> loop.getLength();
            case "revindex" -> loop.getRevindex();
            case "revindex0" -> loop.getRevindex0();
            case "depth" -> loop.getDepth();
            case "depth0" -> loop.getDepth0();
            default ->
                    throw Rendering.refusal(
                            "the chat template's loop.%s is not supported".formatted(property));
        };
    }

    private static Integer index(Object property) {
        if (property instanceof Number number) {
            return number.intValue();
        }
        String text = String.valueOf(property);
        return text.matches("-?[0-9]{1,9}") ? Integer.valueOf(text) : null;
    }

    private static Object element(List<?> list, int index) {
        int at = index < 0 ? list.size() + index : index;
        return at >= 0 && at < list.size() ? list.get(at) : null;
    }

    private static Object character(String text, int index) {
        int at = index < 0 ? text.length() + index : index;
        return at >= 0 && at < text.length() ? text.substring(at, at + 1) : null;
    }

    @Override
    public Class<?> getCommonPropertyType(ELContext context, Object base) {
        return Object.class;
    }

    @Override
    public Iterator<FeatureDescriptor> getFeatureDescriptors(ELContext context, Object base) {
        return Collections.emptyIterator();
    }

    @Override
    public Class<?> getType(ELContext context, Object base, Object property) {
        context.setPropertyResolved(true);
        return Object.class;
    }

    @Override
    public boolean isReadOnly(ELContext context, Object base, Object property) {
        return true;
    }

    @Override
    public void setValue(ELContext context, Object base, Object property, Object value) {
        throw Rendering.refusal("the chat template changes a value: " + property);
    }
}
