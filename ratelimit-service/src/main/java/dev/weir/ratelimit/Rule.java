package dev.weir.ratelimit;

import java.util.Objects;

/**
 * One configured limit.
 *
 * @param name what metrics, the RateLimit fields and the answer call it: printable ASCII, at most {@value #MAX_NAME} characters
 * @param shadow counted and reported, but never a reason to refuse
 */
public record Rule(String name, Allowance allowance, boolean shadow) {
    public static final int MAX_NAME = 256;

    public Rule {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(allowance, "allowance is null");
        if (!isName(name)) {
            throw new IllegalArgumentException("rule name is not 1 to " + MAX_NAME + " printable ASCII characters");
        }
    }

    /** Whether the text can name a rule: what a structured-field string (RFC 8941, 3.3.3) can carry. */
    public static boolean isName(String text) {
        return !text.isEmpty() && text.length() <= MAX_NAME && text.chars().allMatch(Rule::isPrintable);
    }

    /** The nearest text that can name a rule: other characters become '_', what is too long is cut. */
    public static String nameOf(String text) {
        String cut = text.substring(0, Math.min(text.length(), MAX_NAME));
        var name = new StringBuilder(cut.length());
        cut.chars().forEach(c -> name.append(isPrintable(c) ? (char) c : '_'));
        return name.toString();
    }

    private static boolean isPrintable(int c) {
        return c >= 0x20 && c <= 0x7e;
    }
}
