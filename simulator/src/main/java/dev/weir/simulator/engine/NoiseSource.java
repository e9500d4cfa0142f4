package dev.weir.simulator.engine;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.weir.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/** One machine's speed over time, relative to its usual: measured, from a folder of CSV files with latencies, or generated. */
public final class NoiseSource {
    private static final int LEAST = 20;
    private static final double BOUND = 3;

    private final double[] speeds;

    private NoiseSource(double[] speeds) {
        this.speeds = speeds;
    }

    /**
     * One source for each machine of each CSV file in the folder, by the columns {@code value}, the latency of the same work, and {@code VM_id}.
     *
     * @throws ConfigException where there is none, or one cannot be read
     */
    public static List<NoiseSource> read(Path folder) {
        var machines = new TreeMap<String, List<Double>>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(each -> each.toString().endsWith(".csv"))
                    .sorted()
                    .toList()) {
                readInto(file, machines);
            }
        } catch (IOException e) {
            throw new ConfigException(
                    folder + ": cannot be read (" + e.getMessage() + "); --data names a folder of CSV files");
        }
        var sources = machines.values().stream()
                .filter(latencies -> latencies.size() >= LEAST)
                .map(NoiseSource::of)
                .toList();
        if (sources.isEmpty()) {
            throw new ConfigException(folder + ": no CSV file there has " + LEAST + " latencies of one machine");
        }
        return sources;
    }

    private static void readInto(Path file, Map<String, List<Double>> machines) throws IOException {
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(file.toFile())) {
            while (rows.hasNextValue()) {
                int line = rows.getCurrentLocation().getLineNr();
                var row = rows.nextValue();
                machines.computeIfAbsent(file.getFileName() + ":" + row.get("VM_id"), key -> new ArrayList<>())
                        .add(latency(file, line, row.get("value")));
            }
        }
    }

    private static double latency(Path file, int line, @org.jspecify.annotations.Nullable String text) {
        try {
            double latency = Double.parseDouble(String.valueOf(text));
            if (latency > 0 && latency < Double.POSITIVE_INFINITY) {
                return latency;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new ConfigException(file + ":" + line + ": '" + text
                + "' is not a latency: expected a number above 0 in the column 'value'");
    }

    private static NoiseSource of(List<Double> latencies) {
        double[] sorted =
                latencies.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double usual = sorted[sorted.length / 2];
        return new NoiseSource(
                latencies.stream().mapToDouble(latency -> usual / latency).toArray());
    }

    /** From a random place on, over and over. */
    DoubleSupplier from(SplittableRandom random) {
        int[] next = {random.nextInt(speeds.length)};
        return () -> speeds[next[0]++ % speeds.length];
    }

    /** An autoregressive walk of the logarithm, with a coefficient of one half. */
    static DoubleSupplier generated(double spread, SplittableRandom random) {
        double[] log = {spread * random.nextGaussian()};
        return () -> {
            log[0] = 0.5 * log[0] + Math.sqrt(0.75) * spread * random.nextGaussian();
            return Math.exp(Math.clamp(log[0], -BOUND, BOUND));
        };
    }
}
