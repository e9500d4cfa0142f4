package dev.weir.controlplane.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a change.
 *
 * @param version that is in force now
 * @param changes in words
 * @param made whether there is a new version: not where nothing was to change, or nothing was to be done
 * @param delivery how it came to the gateways; empty where nothing had to
 */
public record ConfigOutcome(
        ConfigVersion version,
        List<String> changes,
        List<ResourceChange> resources,
        boolean made,
        Optional<Delivery> delivery) {
    public ConfigOutcome {
        changes = List.copyOf(changes);
        resources = List.copyOf(resources);
    }

    /**
     * How a version came to judges and gateways.
     *
     * @param took from its being told until all had it, or until nobody waited any longer
     * @param gateways after how long each had it, by name
     * @param waiting gateways that had not acknowledged it by then
     * @param judges how many had it before the gateways were told
     * @param refused each gateway's own words
     * @param takenBack the version that gateways refused; empty where none did
     */
    public record Delivery(
            Duration took,
            Map<String, Duration> gateways,
            List<String> waiting,
            int judges,
            Map<String, String> refused,
            Optional<ConfigVersion> takenBack) {
        public Delivery {
            gateways = Map.copyOf(gateways);
            waiting = List.copyOf(waiting);
            refused = Map.copyOf(refused);
        }

        Delivery of(ConfigVersion refusedVersion) {
            return new Delivery(took, gateways, waiting, judges, refused, Optional.of(refusedVersion));
        }
    }
}
