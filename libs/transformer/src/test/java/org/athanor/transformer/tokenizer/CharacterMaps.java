package org.athanor.transformer.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Builds SentencePiece's precompiled character maps: a double array (Aoe, 1989) and the replacements. */
final class CharacterMaps {

    private static final int BLOCK = 256;
    private static final int OFFSET_SHIFT = 10;
    private static final int HAS_LEAF = 1 << 8;

    private final ByteBuffer units = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private final boolean[] taken = new boolean[units.capacity() / Integer.BYTES];
    private final boolean[] bases = new boolean[taken.length];

    private CharacterMaps() {}

    private static final class Node {
        private final TreeMap<Integer, Node> children = new TreeMap<>();
        private int value = -1;
    }

    /** Each text's replacement. */
    static byte[] of(Map<String, String> replacements) {
        Node root = new Node();
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        replacements.forEach(
                (from, to) -> {
                    Node node = root;
                    for (byte value : from.getBytes(StandardCharsets.UTF_8)) {
                        node = node.children.computeIfAbsent(value & 0xFF, label -> new Node());
                    }
                    node.value = texts.size();
                    texts.writeBytes(to.getBytes(StandardCharsets.UTF_8));
                    texts.write(0);
                });
        CharacterMaps map = new CharacterMaps();
        map.taken[0] = true;
        map.place(root, 0);
        byte[] trie = Arrays.copyOf(map.units.array(), map.end() * Integer.BYTES);
        return ByteBuffer.allocate(Integer.BYTES + trie.length + texts.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(trie.length)
                .put(trie)
                .put(texts.toByteArray())
                .array();
    }

    /** Finds room for what follows a unit: a child with label c lies at base ^ c, a value at base. */
    private void place(Node node, int at) {
        int base = 1;
        while (!fits(node, base)) {
            base++;
        }
        bases[base] = true;
        int leaf = node.value >= 0 ? HAS_LEAF : 0;
        set(at, get(at) | (at ^ base) << OFFSET_SHIFT | leaf);
        if (node.value >= 0) {
            taken[base] = true;
            set(base, node.value | 1 << 31);
        }
        for (int label : node.children.keySet()) {
            taken[base ^ label] = true;
            set(base ^ label, label);
        }
        int chosen = base;
        node.children.forEach((label, child) -> place(child, chosen ^ label));
    }

    private boolean fits(Node node, int base) {
        return !bases[base]
                && !(node.value >= 0 && taken[base])
                && node.children.keySet().stream().noneMatch(label -> taken[base ^ label]);
    }

    private int end() {
        int last = 0;
        for (int i = 0; i < taken.length; i++) {
            last = taken[i] || bases[i] ? i : last;
        }
        return (last / BLOCK + 1) * BLOCK;
    }

    private int get(int at) {
        return units.getInt(at * Integer.BYTES);
    }

    private void set(int at, int unit) {
        units.putInt(at * Integer.BYTES, unit);
    }
}
