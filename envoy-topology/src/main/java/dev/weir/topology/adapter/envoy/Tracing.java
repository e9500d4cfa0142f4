package dev.weir.topology.adapter.envoy;

import dev.weir.topology.ServiceAddresses.Place;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Where spans are sent, by OTLP over HTTP (protobuf), and of how many calls.
 *
 * @param url of the collector, without {@code /v1/traces}
 * @param ratio of the calls that are kept, by their trace's id, in [0, 1]
 */
public record Tracing(URI url, double ratio) {
    private static final int HTTP = 80;

    public Tracing {
        Objects.requireNonNull(url, "url is null");
        if (!"http".equals(url.getScheme())
                || url.getHost() == null
                || url.getRawQuery() != null
                || url.getRawUserInfo() != null) {
            throw noPlace();
        }
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException(
                    "OTEL_TRACES_SAMPLER_ARG: " + ratio + " is no part of the calls; expected 0 to 1");
        }
    }

    /** @param url as an operator wrote it; none or a blank one asks for no traces */
    public static Optional<Tracing> of(Optional<String> url, double ratio) {
        return url.filter(text -> !text.isBlank()).map(text -> new Tracing(parse(text.strip()), ratio));
    }

    private static URI parse(String url) {
        try {
            return URI.create(url);
        } catch (IllegalArgumentException e) {
            throw noPlace();
        }
    }

    /** What was written is not repeated: it may hold a secret. */
    private static IllegalArgumentException noPlace() {
        return new IllegalArgumentException(
                "OTEL_EXPORTER_OTLP_ENDPOINT names no place to send spans to; expected http://HOST:PORT of a collector that takes OTLP over HTTP, such as http://127.0.0.1:4318");
    }

    public Place collector() {
        return new Place(url.getHost(), url.getPort() < 0 ? HTTP : url.getPort());
    }

    /** Where spans are posted to. */
    public String spans() {
        var text = url.toString();
        return (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/v1/traces";
    }
}
