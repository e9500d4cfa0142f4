package dev.weir.node.heartbeat;

import java.util.Objects;

/** How a heartbeat fared. */
public sealed interface HeartbeatReply {
    /** It was taken: the node may get calls. */
    record Accepted() implements HeartbeatReply {}

    /** It was read and not taken, as of a node that the registry does not name. */
    record Refused(String reason) implements HeartbeatReply {
        public Refused {
            Objects.requireNonNull(reason, "reason is null");
        }
    }

    /** Nobody answered in time. */
    record Unreachable(String reason) implements HeartbeatReply {
        public Unreachable {
            Objects.requireNonNull(reason, "reason is null");
        }
    }
}
