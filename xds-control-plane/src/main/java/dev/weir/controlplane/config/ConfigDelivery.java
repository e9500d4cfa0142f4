package dev.weir.controlplane.config;

import dev.weir.config.WeirConfig;
import dev.weir.controlplane.config.ConfigOutcome.Delivery;
import dev.weir.controlplane.config.port.FollowingGateways;
import dev.weir.controlplane.config.port.Judges;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Brings a version to everybody, in the order in which nobody meets half of it: names of new endpoints are looked up and judges told first, for a second at most; then this process follows, and
 * the loop tells the gateways. One at a time; blocks.
 */
public final class ConfigDelivery {
    /** A judge acknowledges within milliseconds; one that hangs must not hold up the others. */
    static final Duration FIRST = Duration.ofSeconds(1);
    /** Health checks of new clusters come before Envoy's acknowledgement. */
    static final Duration GATEWAYS = Duration.ofSeconds(10);

    /** Twice the longest time that an Envoy waits before it dials again. */
    static final Duration COMING = Duration.ofSeconds(60);

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Judges judges;
    private final FollowingGateways gateways;
    private final Names names;
    private final List<Consumer<WeirConfig>> followers;
    private final InstantSource clock;
    private final Pause pause;

    /** The names of endpoints. */
    public interface Names {
        /** Begins to look up those that are new. */
        void follow(WeirConfig config);

        /** Whether all were looked up, found or not. */
        boolean looked();
    }

    /** Waits. */
    @FunctionalInterface
    public interface Pause {
        void lasts(Duration time) throws InterruptedException;
    }

    /** @param followers what else in this process goes by the configuration */
    public ConfigDelivery(
            Judges judges,
            FollowingGateways gateways,
            Names names,
            List<Consumer<WeirConfig>> followers,
            InstantSource clock,
            Pause pause) {
        this.judges = judges;
        this.gateways = gateways;
        this.names = names;
        this.followers = List.copyOf(followers);
        this.clock = clock;
        this.pause = pause;
    }

    /** Returns once every gateway that is connected has it, one refuses it, or nobody waits any longer. */
    Delivery deliver(InForce now) throws InterruptedException {
        var began = clock.instant();
        names.follow(now.config());
        judges.tell(now);
        until(began.plus(FIRST), () -> judges.taken(now.number()).all() && names.looked());
        int told = judges.taken(now.number()).took();
        followers.forEach(follower -> follower.accept(now.config()));
        var before = Map.copyOf(gateways.refusals());
        gateways.follow(now.number(), now.config());
        return arrived(now.number(), began, told, before);
    }

    /** Until a gateway has come that can be told of it, or for as long as one that lives needs to come. */
    void awaitGateways(InForce now) throws InterruptedException {
        until(
                clock.instant().plus(COMING),
                () -> gateways.told() >= now.number() && !gateways.connected().isEmpty());
    }

    /** As it is on its way already, since the process began. */
    Delivery begun(InForce now) throws InterruptedException {
        return arrived(now.number(), clock.instant(), judges.taken(now.number()).took(), Map.of());
    }

    private Delivery arrived(long version, Instant began, int told, Map<String, String> before)
            throws InterruptedException {
        var have = new TreeMap<String, Duration>();
        var refused = new TreeMap<String, String>();
        var waiting = new TreeSet<String>();
        until(clock.instant().plus(GATEWAYS), () -> {
            if (gateways.told() < version) {
                waiting.clear();
                waiting.addAll(gateways.connected());
                return waiting.isEmpty();
            }
            var connected = gateways.connected();
            var behind = gateways.behind();
            // Read last: who refuses is not behind any more.
            gateways.refusals().forEach((gateway, words) -> {
                if (!Objects.equals(before.get(gateway), words)) {
                    refused.put(gateway, words);
                }
            });
            var took = Duration.between(began, clock.instant());
            waiting.clear();
            for (var gateway : connected) {
                if (behind.contains(gateway)) {
                    waiting.add(gateway);
                } else if (!refused.containsKey(gateway)) {
                    have.putIfAbsent(gateway, took);
                }
            }
            return !refused.isEmpty() || waiting.isEmpty();
        });
        waiting.removeAll(have.keySet());
        return new Delivery(
                Duration.between(began, clock.instant()), have, List.copyOf(waiting), told, refused, Optional.empty());
    }

    private void until(Instant end, BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean() && clock.instant().isBefore(end)) {
            pause.lasts(LOOK);
        }
    }
}
