package dev.weir.trainer.callers;

import dev.weir.scoring.OrdinaryCallers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How a training on callers ended. */
public sealed interface CallerReport {
    /** For the terminal. */
    String inWords();

    /** @param unreadable records that were left out, each with why */
    record TooLittleData(int found, List<String> unreadable) implements CallerReport {
        public TooLittleData {
            unreadable = List.copyOf(unreadable);
        }

        @Override
        public String inWords() {
            return leftOut(unreadable) + "not trained: " + OrdinaryCallers.LEAST
                    + " rows of ordinary callers are needed and " + found
                    + " are recorded. The judge records once a minute; let callers come, or ./weir traffic run, then try again.";
        }
    }

    /** @param recorded rows, of which the published ones were drawn */
    record Published(int recorded, OrdinaryCallers ordinary, Path file, List<String> unreadable)
            implements CallerReport {
        public Published {
            unreadable = List.copyOf(unreadable);
        }

        /** The quantiles are for the operator to judge: whoever does as much is ordinary from now on. */
        @Override
        public String inWords() {
            return leftOut(unreadable)
                    + String.format(Locale.ROOT, "%-12s %10s %10s %10s%n", "ordinary", "half", "99 of 100", "most")
                    + IntStream.range(0, ordinary.features().size())
                            .mapToObj(this::line)
                            .collect(Collectors.joining())
                    + "published " + file + ": " + ordinary.rows().size() + " of " + recorded
                    + " rows; in force once the judge is started anew.";
        }

        private String line(int feature) {
            double[] values = ordinary.rows().stream()
                    .mapToDouble(row -> row[feature])
                    .sorted()
                    .toArray();
            return String.format(
                    Locale.ROOT,
                    "  %-10s %10.2f %10.2f %10.2f%n",
                    ordinary.features().get(feature),
                    values[values.length / 2],
                    values[(int) (0.99 * (values.length - 1))],
                    values[values.length - 1]);
        }
    }

    private static String leftOut(List<String> unreadable) {
        return unreadable.stream().map(why -> "left out: " + why + "\n").collect(Collectors.joining());
    }
}
