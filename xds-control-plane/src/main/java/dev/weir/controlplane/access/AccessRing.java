package dev.weir.controlplane.access;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.RequestEnded;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last requests and the counts of all of them by decision. Any thread; bounded. */
public final class AccessRing {
    private static final int KEPT = 200;
    private static final int MAX_REASONS = 64;
    private static final int MAX_STATUSES = 600;

    private final ArrayDeque<RequestSeen> recent = new ArrayDeque<>();
    private final Map<String, Long> byDecision = new TreeMap<>();
    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private final List<CallListener> listeners;

    public AccessRing() {
        this(List.of());
    }

    /** @param listeners are told of all that it is told of */
    public AccessRing(List<CallListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    public void ended(RequestEnded request) {
        add(RequestSeen.of(request));
        listeners.forEach(listener -> listener.ended(request));
    }

    public void attempted(AttemptEnded attempt) {
        listeners.forEach(listener -> listener.attempted(attempt));
    }

    synchronized void add(RequestSeen request) {
        if (recent.size() == KEPT) {
            recent.removeFirst();
        }
        recent.addLast(request);
        String decision = request.decision().isEmpty() ? "unjudged" : request.decision();
        if (byDecision.containsKey(decision) || byDecision.size() < MAX_REASONS) {
            byDecision.merge(decision, 1L, Long::sum);
        }
        if (byStatus.containsKey(request.status()) || byStatus.size() < MAX_STATUSES) {
            byStatus.merge(request.status(), 1L, Long::sum);
        }
    }

    /** Newest first. */
    public synchronized List<RequestSeen> recent() {
        return List.copyOf(recent.reversed());
    }

    public synchronized Map<String, Long> byDecision() {
        return new TreeMap<>(byDecision);
    }

    public synchronized Map<Integer, Long> byStatus() {
        return new TreeMap<>(byStatus);
    }
}
