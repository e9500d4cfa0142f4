package dev.weir.judge.signin.port;

import org.jspecify.annotations.Nullable;

/** The store did not answer, or failed. Whoever asked refuses: it fails closed. */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public StoreUnavailable(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
