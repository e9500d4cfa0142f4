package dev.weir.judge.pick.port;

import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import java.time.Duration;
import java.util.Objects;

/** What happened to a grant, as judges tell it to one another. */
public sealed interface GrantEvent {
    ApiName api();

    /** Its id. */
    String grant();

    /** A call was sent somewhere. @param kind what calls of about the same work share */
    record Granted(ApiName api, String grant, EndpointAddress address, String kind) implements GrantEvent {
        public Granted {
            Objects.requireNonNull(api, "api is null");
            Objects.requireNonNull(grant, "grant is null");
            Objects.requireNonNull(address, "address is null");
            Objects.requireNonNull(kind, "kind is null");
        }
    }

    /** An attempt ended. @param address where it was in fact @param latency until the last byte; not negative */
    record Completed(ApiName api, String grant, EndpointAddress address, Duration latency, boolean failed)
            implements GrantEvent {
        public Completed {
            Objects.requireNonNull(api, "api is null");
            Objects.requireNonNull(grant, "grant is null");
            Objects.requireNonNull(address, "address is null");
            if (latency.isNegative()) {
                throw new IllegalArgumentException("latency " + latency + " is negative");
            }
        }
    }

    /** The call ended without an attempt that ended the grant. */
    record Released(ApiName api, String grant) implements GrantEvent {
        public Released {
            Objects.requireNonNull(api, "api is null");
            Objects.requireNonNull(grant, "grant is null");
        }
    }
}
