package io.gatecast.streams.state;

import io.gatecast.core.order.Series;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The series used most recently, so many of them. */
final class Memo extends LinkedHashMap<String, Series> {
    private static final long serialVersionUID = 1L;

    private final int limit;
    private final transient Consumer<String> dropped;

    Memo(int limit, Consumer<String> dropped) {
        super(16, 0.75f, true);
        this.limit = limit;
        this.dropped = dropped;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
        if (size() <= limit) {
            return false;
        }
        dropped.accept(eldest.getKey());
        return true;
    }
}
