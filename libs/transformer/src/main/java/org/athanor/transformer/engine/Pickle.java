package org.athanor.transformer.engine;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The few opcodes of Python's pickle protocol 2 that a TorchScript archive needs for its object graph.
 * Tensors are kept aside in {@link #tensors()} and referred to by their index, as the format wants it.
 */
final class Pickle {

    private static final int PROTO = 0x80;
    private static final int NEWOBJ = 0x81;
    private static final int NEWTRUE = 0x88;
    private static final int NEWFALSE = 0x89;
    private static final int LONG1 = 0x8a;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<float[]> tensors = new ArrayList<>();

    Pickle(ScriptObject root) {
        op(PROTO).op(2);
        value(root);
        op('.');
    }

    /** An empty tuple, the content of the constants' pickle. */
    static byte[] emptyTuple() {
        return new byte[] {(byte) PROTO, 2, ')', '.'};
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    List<float[]> tensors() {
        return tensors;
    }

    private void value(Object value) {
        switch (value) {
            case ScriptObject object -> object(object);
            case float[] tensor -> tensor(tensor);
            case int[] list -> list(list);
            case Boolean flag -> op(flag ? NEWTRUE : NEWFALSE);
            case Integer number -> number(number);
            case Long number -> number(number);
            case Double number -> real(number);
            case String text -> text(text);
            default ->
                    throw new IllegalArgumentException(
                            "a script attribute cannot be a " + value.getClass().getName());
        }
    }

    private void object(ScriptObject object) {
        global("__torch__", object.className()).op(')').op(NEWOBJ).op('}').op('(');
        for (Map.Entry<String, Object> attribute : object.attributes().entrySet()) {
            text(attribute.getKey());
            value(attribute.getValue());
        }
        op('u').op('b');
    }

    /** torch._utils._rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks). */
    private void tensor(float[] values) {
        int index = tensors.size();
        tensors.add(values);
        global("torch._utils", "_rebuild_tensor_v2").op('(');
        op('(');
        text("storage");
        global("torch", "FloatStorage");
        text(Integer.toString(index));
        text("cpu");
        number(values.length);
        op('t').op('Q');
        number(0);
        op('(');
        number(values.length);
        op('t').op('(');
        number(1);
        op('t').op(NEWFALSE);
        global("collections", "OrderedDict").op(')').op('R').op('t').op('R');
    }

    /** torch.jit._pickle.build_intlist(list), which gives the list its element type. */
    private void list(int[] values) {
        global("torch.jit._pickle", "build_intlist").op('(').op(']').op('(');
        for (int value : values) {
            number(value);
        }
        op('e').op('t').op('R');
    }

    private void number(long value) {
        if (value == (int) value) {
            op('J').littleEndian(value, 4);
        } else {
            op(LONG1).op(8).littleEndian(value, 8);
        }
    }

    private void real(double value) {
        op('G');
        long bits = Double.doubleToLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            op((int) (bits >>> shift) & 0xff);
        }
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        op('X').littleEndian(bytes.length, 4);
        out.writeBytes(bytes);
    }

    private Pickle global(String module, String name) {
        op('c');
        out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private void littleEndian(long value, int bytes) {
        for (int i = 0; i < bytes; i++) {
            op((int) (value >>> (8 * i)) & 0xff);
        }
    }

    private Pickle op(int code) {
        out.write(code);
        return this;
    }
}
