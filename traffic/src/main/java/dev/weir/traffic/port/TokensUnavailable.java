package dev.weir.traffic.port;

/** Callers cannot be signed in; the message says why, for people. */
public final class TokensUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TokensUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
