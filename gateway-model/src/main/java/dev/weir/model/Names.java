package dev.weir.model;

import java.util.Objects;
import java.util.regex.Pattern;

/** The one rule for names that travel through config, metrics, URLs and xDS resource names. */
final class Names {
    private static final Pattern LEGAL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private Names() {}

    static String check(String what, String value) {
        Objects.requireNonNull(value, what + " is null");
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " '" + value
                    + "' is not a name: use 1 to 63 of a-z, 0-9 and '-', starting and ending with a letter or digit");
        }
        return value;
    }
}
