package dev.weir.cli;

/** A command that cannot go on, said in one line: what, where, how to mend it. Ends the process with {@link #exitCode}. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public CommandFailed(String message) {
        this(message, 1);
    }

    public CommandFailed(String message, int exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    public CommandFailed(String message, Throwable cause) {
        super(message, cause);
        this.exitCode = 1;
    }

    int exitCode() {
        return exitCode;
    }
}
