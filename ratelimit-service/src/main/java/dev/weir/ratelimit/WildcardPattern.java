package dev.weir.ratelimit;

import java.util.List;

/** A value with {@code *}, each of which stands for any run of characters, also none. Linear in the value's length. */
final class WildcardPattern {
    private final List<String> parts;

    WildcardPattern(String pattern) {
        this.parts = List.of(pattern.split("\\*", -1));
    }

    static boolean isPattern(String value) {
        return value.indexOf('*') >= 0;
    }

    boolean matches(String value) {
        String first = parts.getFirst();
        String last = parts.getLast();
        int end = value.length() - last.length();
        if (end < first.length() || !value.startsWith(first) || !value.endsWith(last)) {
            return false;
        }
        return middleFits(value, first.length(), end);
    }

    /** The leftmost place for each part leaves the most room for the next, so no search back is needed. */
    private boolean middleFits(String value, int from, int end) {
        int position = from;
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = value.indexOf(part, position);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            position = found + part.length();
        }
        return true;
    }
}
