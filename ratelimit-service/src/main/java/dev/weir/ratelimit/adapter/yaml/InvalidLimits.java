package dev.weir.ratelimit.adapter.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** The limits cannot be used. The message has one line for each problem: {@code file:line: what is wrong; what was expected}. */
public final class InvalidLimits extends Exception {
    private static final int MOST_LISTED = 20;

    InvalidLimits(List<String> problems) {
        super(listed(problems));
    }

    private static String listed(List<String> problems) {
        String text = problems.stream().limit(MOST_LISTED).collect(Collectors.joining("\n"));
        int more = problems.size() - MOST_LISTED;
        return more > 0 ? text + "\nand " + more + " more" : text;
    }
}
