package dev.weir.judge.pick.port;

import dev.weir.model.ApiName;
import dev.weir.model.AttemptOutcome;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import java.time.Duration;
import java.util.Objects;

/** What happened to the grant of a request, as judges tell it to one another. */
public sealed interface GrantEvent {
    RequestId request();

    /** A call was sent somewhere. @param kind what calls of about the same work share */
    record Granted(ApiName api, RequestId request, NodeId node, String kind) implements GrantEvent {
        public Granted {
            Objects.requireNonNull(api, "api is null");
            Objects.requireNonNull(request, "request is null");
            Objects.requireNonNull(node, "node is null");
            Objects.requireNonNull(kind, "kind is null");
        }
    }

    /** An attempt ended. @param node where it was in fact @param latency until the last byte; not negative */
    record Completed(ApiName api, RequestId request, NodeId node, Duration latency, AttemptOutcome outcome)
            implements GrantEvent {
        public Completed {
            Objects.requireNonNull(api, "api is null");
            Objects.requireNonNull(request, "request is null");
            Objects.requireNonNull(node, "node is null");
            Objects.requireNonNull(outcome, "outcome is null");
            if (latency.isNegative()) {
                throw new IllegalArgumentException("latency " + latency + " is negative");
            }
        }
    }

    /** The request ended without an attempt that ended the grant; of whichever API it was. */
    record Released(RequestId request) implements GrantEvent {
        public Released {
            Objects.requireNonNull(request, "request is null");
        }
    }
}
