package dev.weir.chain.port;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The chain did not answer in time, or its answer cannot be used. Says nothing about what the answer would have been. */
public abstract sealed class ChainUnavailable extends RuntimeException
        permits StakeUnavailable, NodeRegistryUnavailable {
    ChainUnavailable(String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(message, "message is null"), cause);
    }
}
