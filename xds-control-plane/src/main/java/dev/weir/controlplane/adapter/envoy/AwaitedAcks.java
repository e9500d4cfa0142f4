package dev.weir.controlplane.adapter.envoy;

import io.envoyproxy.controlplane.cache.Resources;
import io.envoyproxy.controlplane.cache.Resources.ResourceType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** What streams were told and did not answer yet; of what is told again before that, the first time counts. Not thread-safe. */
final class AwaitedAcks {
    private final Map<Awaited, Long> toldAt = new HashMap<>();
    private final LongSupplier nanoTime;
    private final SyncListener listener;

    private record Awaited(long stream, ResourceType type) {}

    AwaitedAcks(LongSupplier nanoTime, SyncListener listener) {
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    void told(long stream, ResourceType type) {
        toldAt.putIfAbsent(new Awaited(stream, type), nanoTime.getAsLong());
    }

    void acknowledged(long stream, String typeUrl) {
        var type = Resources.TYPE_URLS_TO_RESOURCE_TYPE.get(typeUrl);
        var told = type == null ? null : toldAt.remove(new Awaited(stream, type));
        if (type != null && told != null) {
            listener.acknowledged(word(type), Duration.ofNanos(nanoTime.getAsLong() - told));
        }
    }

    void refused(long stream, String typeUrl) {
        var type = Resources.TYPE_URLS_TO_RESOURCE_TYPE.get(typeUrl);
        if (type != null && toldAt.remove(new Awaited(stream, type)) != null) {
            listener.refused(word(type));
        }
    }

    void closed(long stream) {
        toldAt.keySet().removeIf(awaited -> awaited.stream() == stream);
    }

    static String word(ResourceType type) {
        return type.name().toLowerCase(Locale.ROOT) + "s";
    }
}
