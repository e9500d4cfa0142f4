package dev.weir.model;

import java.time.Duration;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * What a caller can do about a refusal, for programs; the detail says it to people. {@link Problem} alone writes it on the wire: a
 * remedy that is added here (a payment, say) does not compile until it is written there.
 */
public sealed interface Remedy {
    /** The request itself has to change; the detail says how. */
    record Mend() implements Remedy {}

    /** Sign in, and send the token. */
    record SignIn() implements Remedy {}

    /** Ask again, unchanged, after this time. */
    record Wait(Duration time) implements Remedy {
        public Wait {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a wait of " + time + " is none");
            }
        }

        /** Up to three times as long, by whole seconds, as which it is told: those who are refused at once do not come back at once. */
        public Wait spread(RandomGenerator random) {
            return new Wait(time.plusSeconds(random.nextLong(2 * time.toSeconds() + 1)));
        }
    }

    /** Stake at least this amount. */
    record Stake(TokenAmount least) implements Remedy {
        public Stake {
            Objects.requireNonNull(least, "least is null");
        }
    }

    /** Ask by another HTTP method. @param allowed the methods, as the field {@code Allow} lists them */
    record Ask(String allowed) implements Remedy {
        public Ask {
            Objects.requireNonNull(allowed, "allowed is null");
        }
    }

    /** What refusals of this status come down to where nobody says more. */
    static Remedy usual(int httpStatus) {
        return switch (httpStatus) {
            case 401 -> new SignIn();
            case 503 -> new Wait(Duration.ofSeconds(1));
            default -> new Mend();
        };
    }
}
