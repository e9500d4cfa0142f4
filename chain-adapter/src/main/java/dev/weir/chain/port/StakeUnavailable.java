package dev.weir.chain.port;

import org.jspecify.annotations.Nullable;

/** A stake could not be read. It is neither zero nor enough: it is unknown. */
public final class StakeUnavailable extends ChainUnavailable {
    public StakeUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
