package dev.weir.judge.anomaly;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What was used last, by mark: beyond {@code most} the longest unused is forgotten. Not thread-safe. */
final class LastUsed<V> extends LinkedHashMap<Long, V> {
    private static final long serialVersionUID = 1;

    private final int most;
    private final transient Consumer<V> forgotten;

    LastUsed(int most, Consumer<V> forgotten) {
        super(16, 0.75f, true);
        this.most = most;
        this.forgotten = forgotten;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
        if (size() <= most) {
            return false;
        }
        forgotten.accept(eldest.getValue());
        return true;
    }
}
