package io.gatecast.core.imports;

import io.gatecast.core.artifact.ModelFormatException;
import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the pickle of a PyTorch state dict and nothing else.
 *
 * <p>A pickle is a program for a stack machine that may call any function of Python. This machine knows only what {@code
 * torch.save} of a state dict needs: numbers, texts, containers, and three functions, which are names here and never
 * called. Whatever else a pickle asks for is refused by name.
 *
 * @see <a href="https://docs.python.org/3/library/pickletools.html">pickletools</a>
 */
final class StateDictPickle {
    /** Stands for whatever is of no use here but harmless, such as the metadata of a state dict. */
    private static final Object IGNORED = new Object();

    private static final Set<String> STORAGES = Set.of(
            "FloatStorage",
            "DoubleStorage",
            "HalfStorage",
            "BFloat16Storage",
            "LongStorage",
            "IntStorage",
            "ShortStorage",
            "CharStorage",
            "ByteStorage",
            "BoolStorage");
    private static final int MAX_NESTING = 64;

    private final String place;
    private final ByteBuffer in;
    private final ArrayList<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private StateDictPickle(byte[] pickle, String place) {
        this.place = place;
        in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** A name that the pickle imports. */
    private record Global(String module, String name) {
        @Override
        public String toString() {
            return module + "." + name;
        }
    }

    /**
     * An array of elements in an entry of its own.
     *
     * @param type name of PyTorch's storage class
     * @param key name of the entry
     * @param elements number of elements
     */
    record Storage(String type, String key, long elements) {}

    /**
     * A view of a storage.
     *
     * @param storage elements
     * @param offset first element
     * @param size shape
     * @param stride elements to move on per dimension
     */
    record TensorView(Storage storage, long offset, List<Long> size, List<Long> stride) {}

    /** Returns the object that was pickled: of maps, lists, texts, numbers and {@link TensorView}s. */
    static Object read(byte[] pickle, String place) {
        StateDictPickle machine = new StateDictPickle(pickle, place);
        try {
            return machine.run();
        } catch (BufferUnderflowException e) {
            throw machine.damaged("the end in the middle of the pickle");
        } catch (ClassCastException | IndexOutOfBoundsException | UnsupportedOperationException e) {
            throw machine.damaged("something that no state dict has, before byte " + machine.in.position());
        }
    }

    private ModelFormatException damaged(String found) {
        return new ModelFormatException("data.pkl: expected a pickled state dict, found " + found + ", in " + place);
    }

    private Object run() {
        while (true) {
            int opcode = in.get() & 0xFF;
            if (opcode == '.') {
                return pop();
            }
            execute(opcode);
            if (stack.size() + marks.size() > in.capacity()) {
                throw damaged("more objects than bytes");
            }
        }
    }

    private void execute(int opcode) {
        switch (opcode) {
            case 0x80 -> requireProtocol(in.get());
            case 0x95 -> in.getLong(); // FRAME
            case '(' -> marks.push(stack.size());
            case '0' -> pop();
            case 'N' -> push(IGNORED);
            case 0x88 -> push(Boolean.TRUE);
            case 0x89 -> push(Boolean.FALSE);
            case 'J' -> push((long) in.getInt());
            case 'K' -> push((long) (in.get() & 0xFF));
            case 'M' -> push((long) (in.getShort() & 0xFFFF));
            case 0x8A -> push(longOf(bytes(in.get() & 0xFF)));
            case 'G' -> push(in.order(ByteOrder.BIG_ENDIAN).getDouble());
            case 'X' -> push(text(in.getInt()));
            case 0x8C -> push(text(in.get() & 0xFF));
            case '}' -> push(new LinkedHashMap<Object, Object>());
            case ']' -> push(new ArrayList<Object>());
            case ')' -> push(tuple(0));
            case 0x85 -> push(tuple(1));
            case 0x86 -> push(tuple(2));
            case 0x87 -> push(tuple(3));
            case 't' -> push(tuple(sinceMark()));
            case 's' -> setItems(2);
            case 'u' -> setItems(sinceMark());
            case 'a' -> append(1);
            case 'e' -> append(sinceMark());
            case 'q' -> memo.put(in.get() & 0xFF, top());
            case 'r' -> memo.put(in.getInt(), top());
            case 0x94 -> memo.put(memo.size(), top());
            case 'h' -> push(remembered(in.get() & 0xFF));
            case 'j' -> push(remembered(in.getInt()));
            case 'c' -> push(global(line(), line()));
            case 0x93 -> pushStackGlobal();
            case 'Q' -> push(storage((List<?>) pop()));
            case 'R' -> reduce();
            case 'b' -> pop(); // BUILD: attributes, which a state dict's metadata are
            default ->
                throw new ModelFormatException(
                        "data.pkl: refused: opcode 0x%02x at byte %d, which no state dict needs, in %s"
                                .formatted(opcode, in.position() - 1, place));
        }
        in.order(ByteOrder.LITTLE_ENDIAN);
    }

    private void requireProtocol(byte version) {
        if (version < 2 || version > 5) {
            throw damaged("pickle protocol " + version);
        }
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object pop() {
        if (stack.isEmpty() || !marks.isEmpty() && stack.size() <= marks.peek()) {
            throw damaged("too few objects before byte " + in.position());
        }
        return stack.remove(stack.size() - 1);
    }

    private Object top() {
        if (stack.isEmpty()) {
            throw damaged("too few objects before byte " + in.position());
        }
        return stack.get(stack.size() - 1);
    }

    private int sinceMark() {
        if (marks.isEmpty()) {
            throw damaged("no mark before byte " + in.position());
        }
        return stack.size() - marks.pop();
    }

    private List<Object> tuple(int size) {
        if (size > stack.size()) {
            throw damaged("too few objects before byte " + in.position());
        }
        List<Object> last = stack.subList(stack.size() - size, stack.size());
        List<Object> tuple = Collections.unmodifiableList(new ArrayList<>(last));
        last.clear();
        return tuple;
    }

    @SuppressWarnings("unchecked")
    private void setItems(int size) {
        List<Object> items = tuple(size);
        if (size % 2 != 0) {
            throw damaged("a key without a value before byte " + in.position());
        }
        Map<Object, Object> map = (Map<Object, Object>) top();
        for (int i = 0; i < size; i += 2) {
            Object key = items.get(i);
            if (!(key instanceof String || key instanceof Long)) {
                throw damaged("a key that is neither text nor number before byte " + in.position());
            }
            map.put(key, items.get(i + 1));
        }
    }

    @SuppressWarnings("unchecked")
    private void append(int size) {
        List<Object> items = tuple(size);
        ((List<Object>) top()).addAll(items);
    }

    private Object remembered(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw damaged("a reference to nothing before byte " + in.position());
        }
        return value;
    }

    private byte[] bytes(int length) {
        if (length < 0 || length > in.remaining()) {
            throw damaged("a length of " + length + " with " + in.remaining() + " bytes left");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private String text(int length) {
        return new String(bytes(length), StandardCharsets.UTF_8);
    }

    private static long longOf(byte[] littleEndian) {
        byte[] bigEndian = new byte[littleEndian.length + 1];
        boolean negative = littleEndian.length > 0 && littleEndian[littleEndian.length - 1] < 0;
        Arrays.fill(bigEndian, (byte) (negative ? -1 : 0));
        for (int i = 0; i < littleEndian.length; i++) {
            bigEndian[bigEndian.length - 1 - i] = littleEndian[i];
        }
        return new BigInteger(bigEndian).longValue();
    }

    private String line() {
        int start = in.position();
        while (in.get() != '\n') {
            // on to the end of the line
        }
        return new String(in.array(), start, in.position() - 1 - start, StandardCharsets.UTF_8);
    }

    private void pushStackGlobal() {
        String name = (String) pop();
        push(global((String) pop(), name));
    }

    private Global global(String module, String name) {
        Global global = new Global(module, name);
        boolean allowed = switch (module) {
            case "collections" -> name.equals("OrderedDict");
            case "torch._utils" -> name.equals("_rebuild_tensor_v2") || name.equals("_rebuild_parameter");
            case "torch" -> STORAGES.contains(name);
            default -> false;
        };
        if (!allowed) {
            throw new ModelFormatException("data.pkl: refused: the pickle asks for " + global
                    + ", which no state dict needs; save model.state_dict() alone, in " + place);
        }
        return global;
    }

    /** A persistent id: ('storage', class, key, device, elements). */
    private Storage storage(List<?> id) {
        if (id.size() != 5 || !"storage".equals(id.get(0))) {
            throw damaged("a persistent id that is no storage before byte " + in.position());
        }
        Global type = (Global) id.get(1);
        if (!type.module().equals("torch")) {
            throw damaged("a storage of type " + type);
        }
        return new Storage(type.name(), (String) id.get(2), (Long) id.get(4));
    }

    private void reduce() {
        List<?> arguments = (List<?>) pop();
        Global function = (Global) pop();
        switch (function.name()) {
            case "OrderedDict" -> push(orderedDict(arguments));
            case "_rebuild_tensor_v2" ->
                push(new TensorView(
                        (Storage) arguments.get(0),
                        (Long) arguments.get(1),
                        longs((List<?>) arguments.get(2)),
                        longs((List<?>) arguments.get(3))));
            case "_rebuild_parameter" -> push((TensorView) arguments.get(0));
            default -> throw damaged("a call of " + function);
        }
    }

    private static Map<Object, Object> orderedDict(List<?> arguments) {
        Map<Object, Object> map = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            for (Object pair : (List<?>) arguments.get(0)) {
                map.put((String) ((List<?>) pair).get(0), ((List<?>) pair).get(1));
            }
        }
        return map;
    }

    private static List<Long> longs(List<?> values) {
        List<Long> longs = new ArrayList<>();
        for (Object value : values) {
            longs.add((Long) value);
        }
        if (longs.size() > MAX_NESTING) {
            throw new IndexOutOfBoundsException(longs.size());
        }
        return longs;
    }
}
