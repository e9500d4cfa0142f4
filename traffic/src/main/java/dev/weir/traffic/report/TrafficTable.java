package dev.weir.traffic.report;

import dev.weir.traffic.load.Outcome.Failure;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;

/** The report for people: a column a party, a row a number. */
public final class TrafficTable {
    private static final int LABEL = 24;
    private static final int COLUMN = 12;

    private final TrafficReport report;
    private final StringBuilder text = new StringBuilder();

    private TrafficTable(TrafficReport report) {
        this.report = report;
    }

    /** @param colour whether the head is bold and faults are red */
    public static String of(TrafficReport report, boolean colour) {
        return new TrafficTable(report).write(colour);
    }

    private String write(boolean colour) {
        text.append(colour ? "\033[1m" : "").append(pad(""));
        report.parties().keySet().forEach(party -> text.append(right(party.word())));
        text.append(colour ? "\033[0m\n" : "\n");
        row("calls", party -> String.valueOf(party.calls()));
        row("calls a second", party -> decimal(party.rate()));
        row("p50 ms", party -> decimal(party.p50Millis()));
        row("p99 ms", party -> decimal(party.p99Millis()));
        row("p99.9 ms", party -> decimal(party.p999Millis()));
        statuses();
        failures();
        nodes();
        lines();
        var fault = colour && report.honestFaults() > 0;
        return text.append(fault ? "\033[31m" : "")
                .append(pad("faults, honest callers"))
                .append(right(String.valueOf(report.honestFaults())))
                .append(fault ? "\033[0m\n" : "\n")
                .toString();
    }

    private void row(String label, Function<PartyReport, String> cell) {
        text.append(pad(label));
        report.parties().values().forEach(party -> text.append(right(cell.apply(party))));
        text.append('\n');
    }

    private void statuses() {
        var seen = new TreeSet<Integer>();
        report.parties().values().forEach(party -> seen.addAll(party.statuses().keySet()));
        for (int status : seen) {
            row("status " + status, party -> count(party.statuses().getOrDefault(status, 0L)));
        }
    }

    private void failures() {
        for (Failure failure : Failure.values()) {
            if (report.parties().values().stream()
                    .anyMatch(party -> party.failures().containsKey(failure))) {
                row(TrafficReport.word(failure), party -> count(party.failures().getOrDefault(failure, 0L)));
            }
        }
    }

    private void nodes() {
        long all = report.nodes().values().stream().mapToLong(Long::longValue).sum();
        report.nodes()
                .forEach((node, calls) -> text.append(pad("node " + node))
                        .append(right(decimal(100.0 * calls / all) + " %"))
                        .append('\n'));
    }

    private void lines() {
        if (report.badLines() + report.skippedLines() > 0) {
            text.append(pad("unreadable log lines"))
                    .append(right(String.valueOf(report.badLines())))
                    .append('\n');
            text.append(pad("log lines not replayed"))
                    .append(right(String.valueOf(report.skippedLines())))
                    .append('\n');
        }
    }

    private static String count(long number) {
        return number == 0 ? "" : String.valueOf(number);
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private static String pad(String label) {
        return String.format(Locale.ROOT, "%-" + LABEL + "s", label);
    }

    private static String right(String cell) {
        return String.format(Locale.ROOT, "%" + COLUMN + "s", cell);
    }
}
