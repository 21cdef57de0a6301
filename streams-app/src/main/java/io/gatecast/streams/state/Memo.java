package io.gatecast.streams.state;

import io.gatecast.core.order.Series;
import java.util.LinkedHashMap;
import java.util.Map;

/** The series used most recently, so many of them. */
final class Memo extends LinkedHashMap<String, Series> {
    private static final long serialVersionUID = 1L;

    private final int limit;

    Memo(int limit) {
        super(16, 0.75f, true);
        this.limit = limit;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Series> eldest) {
        return size() > limit;
    }
}
