package dev.weir.config;

/** A file that cannot be used as it is. The message is one line for the person who edits it: where, what, how to mend it. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
