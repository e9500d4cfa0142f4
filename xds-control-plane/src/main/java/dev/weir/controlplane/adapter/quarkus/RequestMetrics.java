package dev.weir.controlplane.adapter.quarkus;

import dev.weir.accesslog.RequestEnded;
import dev.weir.config.WeirConfig;
import dev.weir.controlplane.access.CallListener;
import dev.weir.controlplane.access.Refusals;
import dev.weir.model.ApiName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counts and times each request by API and kind of status, and those refused by reason. An API that is not configured is {@code none}. */
final class RequestMetrics implements CallListener {
    private static final String NONE = "none";

    private volatile Set<String> apis;
    private final MeterProvider<Timer> requests;
    private final MeterProvider<Counter> refused;

    RequestMetrics(WeirConfig config, MeterRegistry registry) {
        this.apis = names(config);
        this.requests = Timer.builder("weir_controlplane_request_duration")
                .description("requests at the gateways, from their first byte to their end")
                .withRegistry(registry);
        this.refused = Counter.builder("weir_controlplane_requests_refused")
                .description("requests that no node answered, by the code that the caller was told")
                .withRegistry(registry);
    }

    private static Set<String> names(WeirConfig config) {
        return Stream.concat(config.apis().stream().map(WeirConfig.Api::name), Stream.of(WeirConfig.Api.SIGN_IN))
                .map(ApiName::value)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Counts the APIs of another configuration by their names from now on. */
    void follow(WeirConfig config) {
        apis = names(config);
    }

    @Override
    public void ended(RequestEnded request) {
        var api = request.judged()
                .map(RequestEnded.Judged::api)
                .filter(apis::contains)
                .orElse(NONE);
        requests.withTags(Tags.of("api", api, "status", kind(request.status()))).record(request.took());
        Refusals.reason(request)
                .ifPresent(reason ->
                        refused.withTags(Tags.of("api", api, "reason", reason)).increment());
    }

    /** {@code none} where the caller left before there was one. */
    private static String kind(int status) {
        return status >= 100 && status < 600 ? status / 100 + "xx" : NONE;
    }
}
