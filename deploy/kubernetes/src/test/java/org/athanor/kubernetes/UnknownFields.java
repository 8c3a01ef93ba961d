package org.athanor.kubernetes;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Finds what the Kubernetes model does not know in a parsed manifest. The model keeps unknown fields
 * as "additional properties" instead of refusing them, at every level, so the whole tree is walked.
 */
final class UnknownFields {

    private static final String MODEL = "io.fabric8.kubernetes.api.model";

    private UnknownFields() {}

    /** The paths of all unknown fields below {@code parsed}, for example {@code spec.replicsa}. */
    static List<String> of(Object parsed) {
        List<String> found = new ArrayList<>();
        walk(parsed, "", found);
        return found;
    }

    private static void walk(Object node, String path, List<String> found) {
        switch (node) {
            case null -> {}
            case Collection<?> items -> {
                int i = 0;
                for (Object item : items) {
                    walk(item, path + "[" + i++ + "]", found);
                }
            }
            case Map<?, ?> entries ->
                    entries.forEach((key, value) -> walk(value, path + "." + key, found));
            default -> {
                if (node.getClass().getName().startsWith(MODEL) && !node.getClass().isEnum()) {
                    walkModel(node, path, found);
                }
            }
        }
    }

    private static void walkModel(Object node, String path, List<String> found) {
        for (Method getter : node.getClass().getMethods()) {
            if (getter.getParameterCount() > 0
                    || !getter.getName().startsWith("get")
                    || Modifier.isStatic(getter.getModifiers())) {
                continue;
            }
            Object value = call(node, getter);
            if (getter.getName().equals("getAdditionalProperties")) {
                ((Map<?, ?>) value)
                        .keySet()
                        .forEach(key -> found.add((path + "." + key).substring(1)));
            } else {
                walk(value, path + "." + fieldName(getter), found);
            }
        }
    }

    private static Object call(Object node, Method getter) {
        try {
            return getter.invoke(node);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(getter + " on " + node.getClass().getName(), e);
        }
    }

    private static String fieldName(Method getter) {
        String name = getter.getName().substring(3);
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
