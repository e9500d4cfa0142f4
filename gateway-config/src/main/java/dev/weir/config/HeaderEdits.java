package dev.weir.config;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Headers that the gateway sets and takes away, of calls before they go to a node and of answers before they go to their caller.
 */
public record HeaderEdits(Edits request, Edits response) {
    static final HeaderEdits NONE = new HeaderEdits(Edits.NONE, Edits.NONE);

    public HeaderEdits {
        request = request == null ? Edits.NONE : request;
        response = response == null ? Edits.NONE : response;
    }

    /**
     * One direction's. What is removed goes first.
     *
     * @param set by name in lower case; each replaces what was there
     * @param remove names in lower case
     */
    public record Edits(Map<String, String> set, List<String> remove) {
        static final Edits NONE = new Edits(Map.of(), List.of());

        private static final Pattern NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,100}");
        private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{1,2048}");
        private static final int MOST = 50;
        /** What frames a message, what the gateway says of itself, and what keeps pages of strangers from the gateway's origin. */
        private static final Set<String> TAKEN = Set.of(
                "host",
                "connection",
                "content-length",
                "transfer-encoding",
                "te",
                "upgrade",
                "keep-alive",
                "trailer",
                "authorization",
                "x-request-id",
                "x-forwarded-for",
                "content-security-policy",
                "x-content-type-options",
                "set-cookie");

        public Edits {
            var lower = new TreeMap<String, String>();
            (set == null ? Map.<String, String>of() : set)
                    .forEach((name, value) -> lower.put(checked(name), value(name, value)));
            set = Collections.unmodifiableMap(lower);
            remove = (remove == null ? List.<String>of() : remove)
                    .stream().map(Edits::checked).toList();
            Required.unique("header", remove);
            if (set.size() > MOST || remove.size() > MOST) {
                throw new IllegalArgumentException("more than " + MOST + " headers");
            }
        }

        private static String checked(String header) {
            var name = header.toLowerCase(Locale.ROOT);
            if (!NAME.matcher(name).matches()
                    || TAKEN.contains(name)
                    || name.startsWith("x-weir-")
                    || name.startsWith("x-envoy-")) {
                throw new IllegalArgumentException("header '" + header
                        + "' cannot be set or removed: it is no name of a header, or the gateway's own");
            }
            return name;
        }

        private static String value(String name, String value) {
            if (value == null || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException(
                        "header '" + name + "' has no value of 1 to 2048 printable ASCII characters");
            }
            if (Upstream.CREDENTIAL.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
                throw new IllegalArgumentException("header '" + name
                        + "' looks like a secret, which is for an endpoint: write it in its headers, under pools");
            }
            return value;
        }
    }
}
