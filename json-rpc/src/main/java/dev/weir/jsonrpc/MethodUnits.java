package dev.weir.jsonrpc;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * As how many calls each method counts where calls are limited; what no pattern names counts as one.
 *
 * @param byPattern 1 to {@value #MOST} by a name ({@code eth_getLogs}), the beginning of names ({@code debug_*}), or {@code *} for all; of several that fit, the longest counts
 */
public record MethodUnits(Map<String, Integer> byPattern) {
    /** All alike. */
    public static final MethodUnits ONE = new MethodUnits(Map.of());

    public static final int MOST = 1_000;
    private static final int MOST_PATTERNS = 500;
    private static final int LONGEST = 63;
    private static final String ALL = "*";
    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9_.:/$-]{1,64}|[A-Za-z0-9_.:/$-]{0,63}\\*");

    public MethodUnits {
        byPattern = Map.copyOf(new TreeMap<>(byPattern));
        byPattern.forEach(MethodUnits::check);
        if (byPattern.size() > MOST_PATTERNS) {
            throw new IllegalArgumentException("units has " + MOST_PATTERNS + " patterns at most");
        }
    }

    /** @throws IllegalArgumentException that says what was expected */
    public static void check(String pattern, int units) {
        if (!PATTERN.matcher(pattern).matches()) {
            throw new IllegalArgumentException("'" + pattern
                    + "' is no pattern of methods: write a name (eth_getLogs), a beginning (debug_*), or *");
        }
        if (units < 1 || units > MOST) {
            throw new IllegalArgumentException("units " + units + " of " + pattern + " is not in 1.." + MOST);
        }
    }

    /** What one call of it counts as. */
    public int of(String method) {
        var exact = byPattern.get(method);
        if (exact != null) {
            return exact;
        }
        if (byPattern.isEmpty()) {
            return 1;
        }
        // No beginning is longer, whatever a caller calls a method.
        for (int length = Math.min(method.length(), LONGEST); length >= 0; length--) {
            var beginning = byPattern.get(method.substring(0, length) + ALL);
            if (beginning != null) {
                return beginning;
            }
        }
        return 1;
    }

    /** The sum over a body; an item that calls nothing counts as one. */
    public int of(JsonRpcBatch batch) {
        return batch.items().stream()
                .mapToInt(item -> item.called().map(this::of).orElse(1))
                .sum();
    }
}
