package dev.weir.chain.port;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A transaction did not do what it was sent for. The message is for the person who sent it. */
public abstract sealed class TransactionFailed extends RuntimeException {
    private TransactionFailed(String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message is null"), cause);
    }

    /** The chain did not take it, or not all that belongs to it: what was to be done was not done. */
    public static final class NotSent extends TransactionFailed {
        public NotSent(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The contract refuses, or refused, it: it changed nothing. */
    public static final class Reverted extends TransactionFailed {
        public Reverted(String message) {
            super(message, null);
        }
    }

    /** The chain took it and did not mine it in time: it may still happen. */
    public static final class Unconfirmed extends TransactionFailed {
        public Unconfirmed(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
