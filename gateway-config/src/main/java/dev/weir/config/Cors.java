package dev.weir.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which pages on other origins may call an API from a browser (CORS). No credentials of the browser go along: a call is its token's.
 *
 * @param origins as browsers send them, such as {@code https://app.example} or {@code http://localhost:3000}; {@code *} alone for any
 */
public record Cors(List<String> origins) {
    /** Any page. */
    public static final String ANY = "*";

    private static final Pattern ORIGIN =
            Pattern.compile("https?://[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?(?::[0-9]{1,5})?");

    public Cors {
        origins = List.copyOf(Required.value(origins, "origins"));
        Required.unique("origin", origins);
        if (origins.isEmpty() || (origins.size() > 1 && origins.contains(ANY))) {
            throw new IllegalArgumentException(
                    "origins names pages, such as [\"https://app.example\"], or [\"*\"] alone for any; "
                            + "without the line no page of another origin may call");
        }
        for (var origin : origins) {
            if (!origin.equals(ANY) && !ORIGIN.matcher(origin).matches()) {
                throw new IllegalArgumentException("origin '" + origin
                        + "' is none: write scheme, host and port as browsers send them, in small letters and without a path, such as"
                        + " https://app.example or http://localhost:3000");
            }
        }
    }
}
