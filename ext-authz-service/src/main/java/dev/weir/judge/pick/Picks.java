package dev.weir.judge.pick;

import dev.weir.balancing.Bounds;
import dev.weir.balancing.EndpointPicker;
import dev.weir.balancing.Grant;
import dev.weir.balancing.PickSettings;
import dev.weir.config.Fraction;
import dev.weir.config.WeirConfig;
import dev.weir.config.WeirConfig.Actuator;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.judge.pick.port.Peers;
import dev.weir.model.ApiName;
import dev.weir.model.EndpointAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** The picks of every API with {@code actuator: pick}. What is granted and what ends here, the other judges are told. Any thread. */
public final class Picks {
    private final Map<ApiName, EndpointPicker> pickers;
    private final EndpointDirectory endpoints;
    private final Peers peers;
    private final InstantSource clock;

    /** Of the only judge. */
    public Picks(WeirConfig config, EndpointDirectory endpoints, InstantSource clock, SplittableRandom random) {
        this(config, endpoints, 0, Peers.NONE, clock, random);
    }

    /** @param look at how many random endpoints for a pick; 0 for all */
    public Picks(
            WeirConfig config,
            EndpointDirectory endpoints,
            int look,
            Peers peers,
            InstantSource clock,
            SplittableRandom random) {
        this.pickers = config.apis().stream()
                .filter(api -> api.actuator() == Actuator.PICK)
                .collect(Collectors.toUnmodifiableMap(
                        WeirConfig.Api::name,
                        api -> new EndpointPicker(
                                new PickSettings(api.objective().cost(), look, bounds(api)), random.split())));
        this.endpoints = endpoints;
        this.peers = peers;
        this.clock = clock;
    }

    private static Bounds bounds(WeirConfig.Api api) {
        return new Bounds(
                api.bounds().budgetPer1000(),
                api.bounds().availability().stream()
                        .mapToDouble(Fraction::value)
                        .findFirst());
    }

    /** Empty where the API is weighed, or no endpoint is known: then the weights decide. @param kind what calls of about the same work share */
    public Optional<Grant> pick(ApiName api, String kind) {
        var grant = Optional.ofNullable(pickers.get(api))
                .flatMap(picker -> picker.pick(endpoints.of(api), kind, clock.instant()));
        grant.ifPresent(given -> peers.tell(
                new GrantEvent.Granted(api, given.id(), given.addresses().getFirst(), kind)));
        return grant;
    }

    /** An attempt has ended. @param grant its id, as the log gives it back; an unknown one only teaches */
    public void completed(ApiName api, String grant, EndpointAddress address, Duration latency, boolean failed) {
        var event = new GrantEvent.Completed(api, grant, address, latency, failed);
        if (heard(event)) {
            peers.tell(event);
        }
    }

    /** A request has ended, also one that reached no node. */
    public void released(ApiName api, String grant) {
        var picker = pickers.get(api);
        // Most requests end after their attempt has ended the grant, which the others know.
        if (picker != null && picker.released(grant, clock.instant())) {
            peers.tell(new GrantEvent.Released(api, grant));
        }
    }

    /** What another judge granted, or heard the end of, counts and teaches here as well. @return false where the API is not picked here */
    public boolean heard(GrantEvent event) {
        var picker = pickers.get(event.api());
        if (picker == null) {
            return false;
        }
        var now = clock.instant();
        switch (event) {
            case GrantEvent.Granted(var _, var grant, var address, var kind) ->
                picker.granted(grant, address, kind, now);
            case GrantEvent.Completed(var _, var grant, var address, var latency, var failed) ->
                picker.completed(grant, address, latency.toNanos() / 1e6, failed, now);
            case GrantEvent.Released(var _, var grant) -> picker.released(grant, now);
        }
        return true;
    }

    /** Grants in flight, of all APIs and all judges, as far as this one knows. */
    public int inFlight() {
        return pickers.values().stream().mapToInt(EndpointPicker::inFlight).sum();
    }
}
