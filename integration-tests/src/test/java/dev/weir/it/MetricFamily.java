package dev.weir.it;

import java.util.Comparator;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One metric, as {@code docs/metrics.md} names it or as a process tells it.
 *
 * @param labels those of a histogram's buckets and of a summary's quantiles aside
 */
record MetricFamily(String name, String type, SortedSet<String> labels) {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** What Prometheus' text format says, by name. A gauge of the largest value belongs to its histogram or summary. */
    static Map<String, MetricFamily> scraped(String text) {
        var families = new TreeMap<String, MetricFamily>();
        text.lines()
                .map(TYPE::matcher)
                .filter(Matcher::matches)
                .forEach(type ->
                        families.put(type.group(1), new MetricFamily(type.group(1), type.group(2), new TreeSet<>())));
        families.keySet().removeIf(name -> name.endsWith("_max") && isTimed(families, name.replaceFirst("_max$", "")));
        text.lines()
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .forEach(sample -> families.values().stream()
                        .filter(family -> family.owns(sample.group(1)))
                        .forEach(family -> family.see(sample.group(2))));
        return families;
    }

    private static boolean isTimed(Map<String, MetricFamily> families, String name) {
        var family = families.get(name);
        return family != null
                && (family.type().equals("histogram") || family.type().equals("summary"));
    }

    private boolean owns(String sample) {
        return sample.equals(name)
                || (type.equals("histogram") || type.equals("summary"))
                        && sample.matches(Pattern.quote(name) + "_(bucket|sum|count)");
    }

    private void see(@Nullable String text) {
        if (text != null) {
            LABEL.matcher(text)
                    .results()
                    .map(label -> label.group(1))
                    .filter(label -> !label.equals("le") && !(label.equals("quantile") && type.equals("summary")))
                    .forEach(labels::add);
        }
    }

    /** Every value of every label. */
    static SortedSet<String> labelValues(String text) {
        var values = new TreeSet<String>(Comparator.naturalOrder());
        text.lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> LABEL.matcher(line).results().forEach(label -> values.add(label.group(2))));
        return values;
    }
}
