package dev.weir.config;

import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One endpoint of a pool that its publisher names by URL: nobody registers it, and it sends no heartbeat.
 *
 * @param name under which it is weighed, explained and pinned; made of the URL's host where none is given
 * @param region in which it counts for {@code bounds.regions}
 * @param headers that each call to it carries, by name in lower case; they replace what the caller sent by that name
 */
public record Upstream(
        NodeId name, UpstreamUrl url, TokenAmount price, String region, Map<String, SecretText> headers) {
    private static final Pattern HEADER = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]{1,100}");
    /** Names of what is a secret. */
    static final Pattern CREDENTIAL =
            Pattern.compile("(?:proxy-)?authorization|cookie|.*(?:api-?key|token|secret|password|credential).*");

    private static final Set<String> TAKEN = Set.of(
            "host", "connection", "content-length", "transfer-encoding", "te", "upgrade", "keep-alive", "trailer");

    public Upstream {
        Required.value(url, "url");
        name = name == null ? named(url) : name;
        price = price == null ? TokenAmount.ZERO : price;
        region = region == null ? "" : region;
        headers = headers == null ? Map.of() : headers;
        var lower = new TreeMap<String, SecretText>();
        headers.forEach((header, value) -> lower.put(checked(header), value(header, value)));
        headers = Collections.unmodifiableMap(lower);
    }

    /** What of its secrets cannot be read on this machine now, in words. @param environment variables by name */
    public Optional<String> unreadable(Map<String, String> environment) {
        return Stream.concat(Stream.of(url.path()), headers.values().stream())
                .flatMap(text -> text.unreadable(environment).stream())
                .findFirst();
    }

    private static String checked(String header) {
        var name = header.toLowerCase(Locale.ROOT);
        if (!HEADER.matcher(name).matches()
                || TAKEN.contains(name)
                || name.startsWith("x-weir-")
                || name.startsWith("x-envoy-")) {
            throw new IllegalArgumentException("header '" + header
                    + "' cannot be set: it is no name of a header, or its value is the gateway's own");
        }
        return name;
    }

    private static SecretText value(String header, SecretText value) {
        if (value == null) {
            throw new IllegalArgumentException("header '" + header + "' has no value");
        }
        if (value.isPlain()
                && CREDENTIAL.matcher(header.toLowerCase(Locale.ROOT)).matches()) {
            throw new IllegalArgumentException(
                    "header '" + header
                            + "' looks like a secret, which this file must not hold: write ${NAME} for an environment variable, or ${file:/path} for a file, of the machine where Envoy runs");
        }
        return value;
    }

    /** {@code rpc.example} is {@code rpc-example}. */
    private static NodeId named(UpstreamUrl url) {
        var name = url.host().replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        try {
            return new NodeId(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + url.host() + "' gives no name of an endpoint: add a name", e);
        }
    }
}
