package dev.weir.jsonrpc;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which methods an API offers. Fails closed: what no pattern names is not offered.
 *
 * @param patterns a name ({@code eth_call}), the beginning of names ({@code eth_*}, or {@code *} for all), or either with {@code !} before it,
 *     which takes away what others offer. Their order does not matter
 */
public record MethodList(List<String> patterns) {
    private static final int MOST = 500;
    private static final String EXCEPT = "!";
    private static final Pattern PATTERN = Pattern.compile("!?(?:[A-Za-z0-9_.:/$-]{1,64}|[A-Za-z0-9_.:/$-]{0,63}\\*)");

    /** What {@link MethodPolicy#ETHEREUM} lets pass. */
    public static final MethodList ETHEREUM = new MethodList(
            Stream.concat(MethodPolicy.ETHEREUM.reads().stream(), MethodPolicy.ETHEREUM.writes().stream())
                    .sorted()
                    .toList());

    public MethodList {
        patterns = List.copyOf(patterns);
        var seen = new HashSet<String>();
        for (var pattern : patterns) {
            if (!PATTERN.matcher(pattern).matches()) {
                throw new IllegalArgumentException(
                        "'" + pattern
                                + "' is no pattern of methods: write a name (eth_call), a beginning (eth_*), or \"!\" and one of them");
            }
            if (!seen.add(pattern)) {
                throw new IllegalArgumentException("the method pattern '" + pattern + "' stands there twice");
            }
        }
        if (patterns.size() > MOST || patterns.stream().allMatch(pattern -> pattern.startsWith(EXCEPT))) {
            throw new IllegalArgumentException(
                    "methods has 1 to " + MOST + " patterns, and one at least that does not begin with \"!\"");
        }
    }

    public boolean offers(String method) {
        return patterns.stream().anyMatch(pattern -> !pattern.startsWith(EXCEPT) && fits(pattern, method))
                && patterns.stream()
                        .noneMatch(pattern -> pattern.startsWith(EXCEPT) && fits(pattern.substring(1), method));
    }

    /** The methods of a body that are not offered, also those of items that are no requests; in order, each once. */
    public List<String> refused(JsonRpcBatch batch) {
        return batch.items().stream()
                .flatMap(item -> item.called().stream())
                .filter(method -> !offers(method))
                .distinct()
                .toList();
    }

    private static boolean fits(String pattern, String method) {
        return pattern.endsWith("*")
                ? method.startsWith(pattern.substring(0, pattern.length() - 1))
                : method.equals(pattern);
    }
}
