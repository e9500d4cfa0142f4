package dev.weir.controlplane.access;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.RequestEnded;
import dev.weir.model.RequestId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The last {@link #KEPT} calls by their request's id. Any thread. What Envoy did not name cannot be found. */
public final class CallTraces implements CallListener {
    /** Some half a kilobyte each. */
    public static final int KEPT = 4_000;

    private final LinkedHashMap<RequestId, CallTrace> calls = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<RequestId, CallTrace> eldest) {
            return size() > KEPT;
        }
    };

    @Override
    public synchronized void ended(RequestEnded request) {
        request.request().ifPresent(id -> calls.put(id, of(id).with(request)));
    }

    @Override
    public synchronized void attempted(AttemptEnded attempt) {
        calls.put(attempt.request(), of(attempt.request()).with(attempt));
    }

    public synchronized Optional<CallTrace> find(RequestId id) {
        return Optional.ofNullable(calls.get(id));
    }

    private CallTrace of(RequestId id) {
        return calls.getOrDefault(id, CallTrace.NOTHING);
    }
}
