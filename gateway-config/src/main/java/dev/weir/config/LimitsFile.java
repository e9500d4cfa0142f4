package dev.weir.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.model.ApiName;
import dev.weir.model.Tier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of {@code deploy/limits/}, in the format of envoyproxy/ratelimit. The rate limit service reads the same files and decides by all that stands in
 * them; this reading is for what has to hold without the service: of each API and tier, what a caller may.
 */
public record LimitsFile(String domain, List<Descriptor> descriptors) {
    /** The domain that the listener asks about. */
    public static final String DOMAIN = "weir";

    public LimitsFile {
        Required.value(domain, "domain");
        descriptors = List.copyOf(Required.value(descriptors, "descriptors"));
    }

    /** @throws ConfigException that says where, what and how to mend it */
    public static LimitsFile read(Path file) {
        return YamlReader.read(file, LimitsFile.class);
    }

    /**
     * What a caller may, by API and tier: of several descriptors that match, the exact value's, then the first pattern's, then the one without a value, as
     * the service chooses. A caller that only a pattern names gets what all others get.
     */
    public List<CallerLimit> callerLimits(List<ApiName> apis) {
        var limits = new ArrayList<CallerLimit>();
        for (var api : apis) {
            for (var tier : Tier.values()) {
                find(descriptors, "api", api.value())
                        .flatMap(level -> find(level.descriptors, "tier", tier.word()))
                        .ifPresent(level -> level.descriptors.stream()
                                .filter(Descriptor::isCaller)
                                .map(caller -> caller.limit(api, tier))
                                .forEach(limits::add));
            }
        }
        return limits;
    }

    private static Optional<Descriptor> find(List<Descriptor> level, String key, String value) {
        var ofKey = level.stream().filter(one -> one.key.equals(key)).toList();
        return Stream.of(
                        ofKey.stream().filter(one -> one.value.equals(Optional.of(value))),
                        ofKey.stream().filter(one -> one.isPattern() && one.matches(value)),
                        ofKey.stream().filter(one -> one.value.isEmpty()))
                .flatMap(found -> found)
                .findFirst();
    }

    /** One entry that a request may have. @param value exact, or with {@code *} for any characters; empty for every value by itself */
    public record Descriptor(
            String key,
            Optional<String> value,
            @JsonProperty("rate_limit") Optional<Rate> rateLimit,
            List<Descriptor> descriptors,
            @JsonProperty("shadow_mode") Optional<Boolean> shadowMode) {
        public Descriptor {
            Required.value(key, "key");
            descriptors = descriptors == null ? List.of() : List.copyOf(descriptors);
        }

        private boolean isPattern() {
            return value.isPresent() && value.get().indexOf('*') >= 0;
        }

        private boolean isCaller() {
            return key.equals("caller") && !isPattern();
        }

        private boolean matches(String text) {
            return text.matches(Stream.of(value.orElseThrow().split("\\*", -1))
                    .map(Pattern::quote)
                    .collect(Collectors.joining(".*")));
        }

        /** Without a rate, or only watched: as much as one likes. */
        private CallerLimit limit(ApiName api, Tier tier) {
            return rateLimit
                    .filter(rate -> !rate.unlimited.orElse(false) && !shadowMode.orElse(false))
                    .map(rate -> rate.limit(api, tier, value))
                    .orElseGet(() -> new CallerLimit(api, tier, value, CallerLimit.UNBOUNDED, Duration.ofSeconds(1)));
        }
    }

    /** So many requests a unit, or no bound. */
    public record Rate(
            Optional<Unit> unit,
            @JsonProperty("requests_per_unit") OptionalLong requestsPerUnit,
            Optional<Boolean> unlimited,
            Optional<String> name) {
        public Rate {
            if (!unlimited.orElse(false) && (unit.isEmpty() || requestsPerUnit.isEmpty())) {
                throw new IllegalArgumentException(
                        "a rate has unit and requests_per_unit, such as {unit: second, requests_per_unit: 20}, or unlimited: true");
            }
            if (requestsPerUnit.orElse(0) < 0) {
                throw new IllegalArgumentException("requests_per_unit is below 0");
            }
        }

        /** Envoy has no bucket of nothing: a rate of 0 is one a day. */
        private CallerLimit limit(ApiName api, Tier tier, Optional<String> caller) {
            long calls = requestsPerUnit.orElseThrow();
            return calls == 0
                    ? new CallerLimit(api, tier, caller, 1, Duration.ofDays(1))
                    : new CallerLimit(
                            api, tier, caller, Math.min(calls, CallerLimit.UNBOUNDED), unit.orElseThrow().length);
        }
    }

    /** What a rate counts over. */
    public enum Unit {
        @JsonProperty("second")
        SECOND(Duration.ofSeconds(1)),
        @JsonProperty("minute")
        MINUTE(Duration.ofMinutes(1)),
        @JsonProperty("hour")
        HOUR(Duration.ofHours(1)),
        @JsonProperty("day")
        DAY(Duration.ofDays(1));

        private final Duration length;

        Unit(Duration length) {
            this.length = length;
        }
    }
}
