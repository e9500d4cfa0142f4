package dev.weir.judge.pick;

import dev.weir.balancing.EndpointPicker;
import dev.weir.balancing.Grant;
import dev.weir.balancing.PickSettings;
import dev.weir.config.WeirConfig;
import dev.weir.config.WeirConfig.Actuator;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** The picks of every API with {@code actuator: pick}. Any thread. */
public final class Picks {
    private final Map<ApiName, EndpointPicker> pickers;
    private final EndpointDirectory endpoints;
    private final InstantSource clock;

    public Picks(WeirConfig config, EndpointDirectory endpoints, InstantSource clock, SplittableRandom random) {
        this.pickers = config.apis().stream()
                .filter(api -> api.actuator() == Actuator.PICK)
                .collect(Collectors.toUnmodifiableMap(
                        WeirConfig.Api::name,
                        api -> new EndpointPicker(
                                new PickSettings(api.objective().cost(), 0), random.split())));
        this.endpoints = endpoints;
        this.clock = clock;
    }

    /** Empty where the API is weighed, or no endpoint is known: then the weights decide. @param kind what calls of about the same work share */
    public Optional<Grant> pick(ApiName api, String kind) {
        return Optional.ofNullable(pickers.get(api))
                .flatMap(picker -> picker.pick(endpoints.of(api), kind, clock.instant()));
    }

    /** An attempt has ended. @param grant its id, as the log gives it back; an unknown one only teaches */
    public void completed(ApiName api, String grant, EndpointAddress address, Duration latency, boolean failed) {
        var picker = pickers.get(api);
        if (picker != null) {
            picker.completed(grant, address, latency.toNanos() / 1e6, failed, clock.instant());
        }
    }

    /** A request has ended, also one that reached no node. */
    public void released(ApiName api, String grant) {
        var picker = pickers.get(api);
        if (picker != null) {
            picker.released(grant, clock.instant());
        }
    }
}
