package dev.weir.traffic.load;

import java.util.Objects;
import java.util.Optional;

/** How a call ended. */
public sealed interface Outcome {
    /** @param node the answer's own word on who gave it */
    record Answered(int status, Optional<String> node) implements Outcome {
        public Answered {
            Objects.requireNonNull(node, "node is null");
            if (status < 100 || status > 599) {
                throw new IllegalArgumentException("status " + status + " is none");
            }
        }
    }

    /** No answer came. */
    record Failed(Failure failure) implements Outcome {
        public Failed {
            Objects.requireNonNull(failure, "failure is null");
        }
    }

    /** Why no answer came. */
    enum Failure {
        NOT_CONNECTED,
        TIMED_OUT,
        CUT_OFF
    }
}
