package dev.weir.judge.pick;

import dev.weir.accesslog.AttemptEnded;
import dev.weir.accesslog.RequestEnded;
import dev.weir.balancing.Bounds;
import dev.weir.balancing.EndpointPicker;
import dev.weir.balancing.Grant;
import dev.weir.balancing.PickSettings;
import dev.weir.config.Fraction;
import dev.weir.config.MethodPools;
import dev.weir.config.WeirConfig;
import dev.weir.config.WeirConfig.Actuator;
import dev.weir.judge.pick.port.GrantEvent;
import dev.weir.judge.pick.port.Peers;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.RequestId;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The picks of every API with {@code actuator: pick}. What is granted and what ends here, the other judges are told. Any thread; {@link #follow} by one at a time. */
public final class Picks {
    private volatile Map<ApiName, EndpointPicker> pickers = Map.of();
    private volatile Map<ApiName, MethodPools> pools = Map.of();
    private final int look;
    private final SplittableRandom random;
    private final EndpointDirectory endpoints;
    private final Unsupported unsupported;
    private final EndedRequests ended = new EndedRequests();
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
        this.look = look;
        this.random = random;
        this.unsupported = new Unsupported(() -> nanos(clock));
        this.endpoints = endpoints;
        this.peers = peers;
        this.clock = clock;
        follow(config);
    }

    /** From now on picks by another configuration. What was learned of the nodes of an API that stays stays, and so does what is in flight. */
    public void follow(WeirConfig config) {
        var before = pickers;
        pools = config.methodPools();
        pickers = config.apis().stream()
                .filter(api -> api.actuator() == Actuator.PICK)
                .collect(Collectors.toUnmodifiableMap(
                        WeirConfig.Api::name, api -> picker(before.get(api.name()), settings(api))));
    }

    private EndpointPicker picker(@Nullable EndpointPicker before, PickSettings settings) {
        if (before == null) {
            return new EndpointPicker(settings, random.split());
        }
        before.follow(settings);
        return before;
    }

    private PickSettings settings(WeirConfig.Api api) {
        // A call of the usual 15 s has a lease of 30.
        return new PickSettings(
                api.objective().cost(),
                look,
                bounds(api),
                api.timeouts().request().multipliedBy(2));
    }

    private static Bounds bounds(WeirConfig.Api api) {
        return new Bounds(
                api.bounds().budgetPer1000(),
                api.bounds().availability().stream()
                        .mapToDouble(Fraction::value)
                        .findFirst());
    }

    /** For a call that any endpoint answers. */
    public Optional<Grant> pick(ApiName api, RequestId request, String kind) {
        return pick(api, request, Wanted.any(kind));
    }

    /** Empty where the API is weighed, no endpoint is known that answers it, or the request is over already: then the weights decide. */
    public Optional<Grant> pick(ApiName api, RequestId request, Wanted wanted) {
        var picker = pickers.get(api);
        if (picker == null) {
            return Optional.empty();
        }
        var kind = wanted.kind();
        var able = able(api, wanted);
        var has = wanted.method()
                .<Predicate<NodeId>>map(method -> able.and(node -> !unsupported.lacks(api, node, method)))
                .orElse(able);
        var grant = picker.pick(request.value(), endpoints.of(api), kind, has, clock.instant());
        if (grant.isEmpty() && has != able) {
            // Where all lack it, or those that have it do not serve, one of them may say so.
            grant = picker.pick(request.value(), endpoints.of(api), kind, able, clock.instant());
        }
        wanted.method().ifPresent(method -> unsupported.called(request, method));
        if (grant.isPresent() && ended.contains(request)) {
            picker.released(request.value(), clock.instant());
            return Optional.empty();
        }
        grant.ifPresent(given -> peers.tell(new GrantEvent.Granted(api, request, given.node(), kind)));
        return grant;
    }

    private Predicate<NodeId> able(ApiName api, Wanted wanted) {
        var own = pools.get(api);
        return own == null || wanted.pools().isEmpty()
                ? node -> true
                : node -> own.isIn(node, wanted.pools().get());
    }

    private static long nanos(InstantSource clock) {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    /** The node answered the request's method as one that it does not have. */
    public void unsupported(ApiName api, RequestId request, NodeId node) {
        unsupported.heard(api, request, node);
    }

    /** An attempt has ended. One of a request without a grant only teaches. */
    public void attemptEnded(AttemptEnded attempt) {
        var event = new GrantEvent.Completed(
                attempt.api(), attempt.request(), attempt.node(), attempt.latency(), attempt.outcome());
        if (heard(event)) {
            peers.tell(event);
        }
    }

    /** A request has ended, also one that reached no node, and one whose caller left before our answer could arrive. */
    public void requestEnded(RequestEnded ended) {
        ended.request().ifPresent(request -> {
            boolean answered = ended.judged().isPresent();
            if (!answered) {
                this.ended.add(request);
            }
            // Most requests end after their attempt has ended the grant, which the others know. Who made a grant that
            // no answer carried is not known here.
            if (released(request) || !answered) {
                peers.tell(new GrantEvent.Released(request));
            }
        });
    }

    private boolean released(RequestId request) {
        var now = clock.instant();
        boolean any = false;
        for (var picker : pickers.values()) {
            any |= picker.released(request.value(), now);
        }
        return any;
    }

    /** What another judge granted, or heard the end of, counts and teaches here as well. @return false where the API is not picked here */
    public boolean heard(GrantEvent event) {
        return switch (event) {
            case GrantEvent.Granted(var api, var request, var node, var kind) ->
                picked(api, picker -> picker.granted(request.value(), node, kind, clock.instant()));
            case GrantEvent.Completed(var api, var request, var node, var latency, var outcome) ->
                picked(
                        api,
                        picker -> picker.completed(
                                request.value(), node, latency.toNanos() / 1e6, outcome, clock.instant()));
            case GrantEvent.Released(var request) -> {
                if (!released(request)) {
                    ended.add(request);
                }
                yield true;
            }
        };
    }

    private boolean picked(ApiName api, Consumer<EndpointPicker> what) {
        var picker = pickers.get(api);
        if (picker != null) {
            what.accept(picker);
        }
        return picker != null;
    }

    /** Grants in flight, of all APIs and all judges, as far as this one knows. */
    public int inFlight() {
        return pickers.values().stream().mapToInt(EndpointPicker::inFlight).sum();
    }
}
