package dev.weir.traffic;

/** What the output may look like. */
final class Terminal {
    private Terminal() {}

    /** Whether a person sees the output as it comes. */
    static boolean isInteractive() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /** Whether colours are welcome: on a terminal, unless NO_COLOR says otherwise (no-color.org). */
    static boolean colour() {
        var noColor = System.getenv("NO_COLOR");
        return isInteractive() && (noColor == null || noColor.isEmpty());
    }
}
