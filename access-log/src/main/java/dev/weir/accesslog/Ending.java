package dev.weir.accesslog;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** How a request, or one attempt of it at a node, came to its end. */
public sealed interface Ending {
    /** Answered with a status, by the node or on its behalf; of a 2xx, the whole of it. */
    record Answered(int status) implements Ending {
        public Answered {
            if (status < 100 || status > 999) {
                throw new IllegalArgumentException("status " + status + " is none of HTTP");
            }
        }
    }

    /** No answer, or a part of one. */
    record Failed(Failure how) implements Ending {
        public Failed {
            Objects.requireNonNull(how, "how is null");
        }
    }

    /** No answer in time. */
    record TimedOut() implements Ending {}

    /** Late, so that another node was asked beside it, and ended when that one's answer came, or the caller left: without an answer, and no failure. */
    record Overtaken() implements Ending {}

    /** The caller hung up first, before or within the answer. */
    record LeftByCaller() implements Ending {}

    /**
     * The gateway refused it, and no node had it.
     *
     * @param by Envoy's {@code response_code_details}, such as {@code ext_authz_denied}
     * @param retryAfter after which the caller was asked to come again; empty where it was not, or is not logged
     */
    record Refused(int status, String by, Optional<Duration> retryAfter) implements Ending {
        public Refused {
            Objects.requireNonNull(by, "by is null");
            Objects.requireNonNull(retryAfter, "retryAfter is null");
        }
    }

    /** Answered by the gateway's cache; no node had it. */
    record FromCache(int status) implements Ending {}

    /** What kept the answer away. */
    enum Failure {
        /** No connection: refused, reset or not made in time. The request was not sent. */
        UNREACHABLE,
        /** The connection ended before the answer did. */
        CONNECTION_LOST,
        /** What came was no HTTP, or more than is taken. */
        ANSWER_MALFORMED,
        /** No node could be chosen: none is usable, or all have as many calls as they may. */
        NO_NODE
    }
}
