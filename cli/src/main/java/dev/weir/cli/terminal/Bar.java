package dev.weir.cli.terminal;

import java.io.PrintStream;

/** How far something long has come, in one line that is drawn over again. Nothing at all where no person looks. */
public final class Bar {
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean shown;
    private int drawn;

    /** @param shown whether {@code out} is a terminal */
    public Bar(PrintStream out, boolean shown) {
        this.out = out;
        this.shown = shown;
    }

    public void at(String what, int done, int all) {
        if (!shown) {
            return;
        }
        int full = all == 0 ? WIDTH : WIDTH * done / all;
        var line = "  " + what + " " + "#".repeat(full) + ".".repeat(WIDTH - full) + " " + done + " of " + all;
        out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
        out.flush();
        drawn = line.length();
    }

    /** Leaves the line as if nothing had been there. */
    public void clear() {
        if (drawn > 0) {
            out.print("\r" + " ".repeat(drawn) + "\r");
            out.flush();
            drawn = 0;
        }
    }
}
