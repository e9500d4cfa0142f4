package dev.weir.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code docs/metrics.md}: what each process tells, by the headings of the page. */
record MetricsPage(Map<String, Map<String, MetricFamily>> sections) {
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-zA-Z0-9_:]+)` \\| (\\w+) \\| ?([a-z_, ]*?) ?\\| [^|]+ \\| [^|]+ \\|");

    static MetricsPage read() {
        var sections = new LinkedHashMap<String, Map<String, MetricFamily>>();
        var at = "";
        try {
            for (var line : Files.readAllLines(Checkout.ROOT.resolve("docs/metrics.md"))) {
                if (line.startsWith("## ")) {
                    at = line.substring(3);
                    sections.put(at, new TreeMap<>());
                }
                var row = ROW.matcher(line);
                if (row.matches()) {
                    sections.getOrDefault(at, new TreeMap<>())
                            .put(row.group(1), family(row.group(1), row.group(2), row.group(3)));
                } else if (line.startsWith("| `")) {
                    throw new AssertionError("docs/metrics.md has a row that cannot be read: " + line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MetricsPage(sections);
    }

    private static MetricFamily family(String name, String type, String labels) {
        return new MetricFamily(
                name,
                type,
                Arrays.stream(labels.split(", *"))
                        .filter(label -> !label.isBlank())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Of several headings together. */
    Map<String, MetricFamily> of(String... headings) {
        var all = new TreeMap<String, MetricFamily>();
        for (var heading : headings) {
            all.putAll(sections.getOrDefault(heading, Map.of()));
        }
        return all;
    }

    /** Every name that a query may use, with those that belong to histograms and summaries. */
    Set<String> queryable() {
        var names = new TreeSet<String>();
        sections.values()
                .forEach(families -> families.forEach((name, family) -> {
                    names.add(name);
                    if (family.type().equals("histogram") || family.type().equals("summary")) {
                        for (var part : new String[] {"_sum", "_count", "_max"}) {
                            names.add(name + part);
                        }
                    }
                    if (family.type().equals("histogram")) {
                        names.add(name + "_bucket");
                    }
                }));
        return names;
    }
}
