package dev.weir.model;

import java.util.HashMap;
import java.util.regex.Pattern;

/**
 * What a node says of its own load with an answer, as the open request cost aggregation of xDS (ORCA) has it. Nobody checked it: a
 * node may lie.
 *
 * @param utilisation busy places as a part of all, in [0, {@value #MOST}]; above 1 where a node counts what waits too
 * @param requestsPerSecond that it answered, failed ones too
 * @param errorsPerSecond of them
 * @see <a href="https://github.com/cncf/xds/blob/main/xds/data/orca/v3/orca_load_report.proto">the metrics' names and meaning</a>
 */
public record LoadReport(double utilisation, double requestsPerSecond, double errorsPerSecond) {
    /** The response header that carries it. */
    public static final String HEADER = "endpoint-load-metrics";

    private static final double MOST = 100;
    private static final int LONGEST = 256;
    private static final String FORM = "TEXT ";
    private static final Pattern METRIC =
            Pattern.compile("([A-Za-z0-9_.]+)=([0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)");

    public LoadReport {
        check("utilisation", utilisation, MOST);
        check("requestsPerSecond", requestsPerSecond, Double.MAX_VALUE);
        check("errorsPerSecond", errorsPerSecond, Double.MAX_VALUE);
    }

    private static void check(String what, double value, double most) {
        if (!(value >= 0 && value <= most)) {
            throw new IllegalArgumentException(what + " " + value + " is not in 0.." + most);
        }
    }

    /**
     * Reads the text form, such as {@code TEXT application_utilization=0.42,rps_fractional=12.5,eps=0}. Where a node does not name its
     * application's utilisation, its processor's counts. Other metrics are passed over, but must be numbers too.
     *
     * @throws IllegalArgumentException for the other forms (JSON, BIN), for more than {@value #LONGEST} characters, for what is no
     *     number, negative or beyond the bounds, for a metric that is named twice, and for a report without a utilisation
     */
    public static LoadReport read(String header) {
        if (header.length() > LONGEST || !header.startsWith(FORM)) {
            throw new IllegalArgumentException(
                    "not a load report: expected TEXT and metrics, at most " + LONGEST + " characters");
        }
        var metrics = new HashMap<String, Double>();
        for (var part : header.substring(FORM.length()).split(",", -1)) {
            var metric = METRIC.matcher(part);
            if (!metric.matches() || metrics.put(metric.group(1), Double.valueOf(metric.group(2))) != null) {
                throw new IllegalArgumentException(
                        "'" + part + "' is not a metric: expected name=number, each name once");
            }
        }
        var application = metrics.get("application_utilization");
        var utilisation = application == null ? metrics.get("cpu_utilization") : application;
        if (utilisation == null) {
            throw new IllegalArgumentException("a load report without a utilisation");
        }
        return new LoadReport(
                utilisation, metrics.getOrDefault("rps_fractional", 0.0), metrics.getOrDefault("eps", 0.0));
    }

    /** The header's value in text form, in thousandths. */
    public String text() {
        return FORM + "application_utilization=" + thousandths(utilisation) + ",rps_fractional="
                + thousandths(requestsPerSecond) + ",eps=" + thousandths(errorsPerSecond);
    }

    private static double thousandths(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }
}
