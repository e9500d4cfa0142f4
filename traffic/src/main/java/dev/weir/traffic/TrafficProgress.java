package dev.weir.traffic;

import dev.weir.traffic.report.Tally;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** A bar on a terminal, drawn anew four times a second until it is closed. */
final class TrafficProgress implements AutoCloseable {
    private static final int WIDTH = 30;
    private static final Duration PERIOD = Duration.ofMillis(250);

    private final Tally tally;
    private final Duration whole;
    private final PrintStream terminal;
    private final long start = System.nanoTime();
    private final Thread thread;

    TrafficProgress(Tally tally, Duration whole, PrintStream terminal) {
        this.tally = tally;
        this.whole = whole;
        this.terminal = terminal;
        this.thread = Thread.ofVirtual().name("progress").start(this::draw);
    }

    private void draw() {
        try {
            while (true) {
                terminal.print(line());
                terminal.flush();
                Thread.sleep(PERIOD);
            }
        } catch (InterruptedException done) {
            terminal.print("\r\033[K");
            terminal.flush();
        }
    }

    private String line() {
        double part = Math.clamp((System.nanoTime() - start) / (double) whole.toNanos(), 0, 1);
        int full = (int) Math.round(part * WIDTH);
        return String.format(
                Locale.ROOT,
                "\r\033[K[%s%s] %3.0f %%  %,d calls",
                "#".repeat(full),
                ".".repeat(WIDTH - full),
                part * 100,
                tally.calls());
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PERIOD);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
