package dev.weir.simulator.scenario;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.weir.config.Required;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Something that goes wrong with some nodes. Times are from the run's start, warm-up included; slowdowns of several faults multiply. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fault.Slow.class, name = "slow"),
    @JsonSubTypes.Type(value = Fault.Bursts.class, name = "bursts"),
    @JsonSubTypes.Type(value = Fault.Noise.class, name = "noise"),
    @JsonSubTypes.Type(value = Fault.Dead.class, name = "dead"),
    @JsonSubTypes.Type(value = Fault.Flapping.class, name = "flapping"),
    @JsonSubTypes.Type(value = Fault.Warming.class, name = "warming"),
    @JsonSubTypes.Type(value = Fault.Liar.class, name = "liar"),
})
public sealed interface Fault {
    Where on();

    /** When it begins or ends for good, as far as that is said and not drawn. */
    default List<Duration> turns() {
        return switch (this) {
            case Slow slow -> turns(slow.at(), slow.until());
            case Dead dead -> turns(dead.at(), dead.until());
            case Warming warming -> List.of(warming.at(), warming.at().plus(warming.over()));
            case Bursts bursts -> List.of();
            case Noise noise -> List.of();
            case Flapping flapping -> List.of();
            case Liar liar -> List.of();
        };
    }

    private static List<Duration> turns(Duration at, Optional<Duration> until) {
        return Stream.concat(Stream.of(at), until.stream()).toList();
    }

    /** {@code factor} times slower from {@code at} until {@code until}, or to the end. */
    record Slow(Where on, double factor, Duration at, Optional<Duration> until) implements Fault {
        public Slow {
            Required.value(on, "on");
            Fault.checkFactor(factor);
            until = ordered(at, until);
        }

        @JsonCreator
        static Slow of(
                @JsonProperty("on") Where on,
                @JsonProperty("factor") double factor,
                @JsonProperty("at") @Nullable Duration at,
                @JsonProperty("until") @Nullable Duration until) {
            return new Slow(on, factor, requireNonNullElse(at, Duration.ZERO), Optional.ofNullable(until));
        }
    }

    /** Slow for a while now and then, each node for itself: a neighbour on the same machine. Both lengths are means of exponential ones. */
    record Bursts(Where on, double factor, Duration busy, Duration quiet) implements Fault {
        public Bursts {
            Required.value(on, "on");
            Fault.checkFactor(factor);
            above(busy, "busy");
            above(quiet, "quiet");
        }
    }

    /**
     * Speed that wanders: the logarithm of each node's is redrawn {@code every} so often, half of it new.
     *
     * @param spread standard deviation of the logarithm
     */
    record Noise(Where on, double spread, Duration every) implements Fault {
        public Noise {
            Required.value(on, "on");
            if (!(spread > 0 && spread <= 3)) {
                throw new IllegalArgumentException("spread " + spread + " is not above 0 and at most 3");
            }
            above(every, "every");
        }
    }

    /** Gone from {@code at} until {@code until}, or to the end; what it was doing is lost. A silent one swallows calls, others refuse them. */
    record Dead(Where on, Duration at, Optional<Duration> until, boolean silent) implements Fault {
        public Dead {
            Required.value(on, "on");
            until = ordered(at, until);
        }

        @JsonCreator
        static Dead of(
                @JsonProperty("on") Where on,
                @JsonProperty("at") @Nullable Duration at,
                @JsonProperty("until") @Nullable Duration until,
                @JsonProperty("silent") @Nullable Boolean silent) {
            return new Dead(
                    on,
                    requireNonNullElse(at, Duration.ZERO),
                    Optional.ofNullable(until),
                    requireNonNullElse(silent, false));
        }
    }

    /** There and gone in turns, each node for itself: a phone. Both lengths are means of exponential ones. */
    record Flapping(Where on, Duration up, Duration down, boolean silent) implements Fault {
        public Flapping {
            Required.value(on, "on");
            above(up, "up");
            above(down, "down");
        }

        @JsonCreator
        static Flapping of(
                @JsonProperty("on") Where on,
                @JsonProperty("up") Duration up,
                @JsonProperty("down") Duration down,
                @JsonProperty("silent") @Nullable Boolean silent) {
            return new Flapping(on, up, down, requireNonNullElse(silent, false));
        }
    }

    /** Started at {@code at}, and not there before; it speeds up evenly from {@code from} of its speed to all of it. */
    record Warming(Where on, Duration at, Duration over, double from) implements Fault {
        public Warming {
            Required.value(on, "on");
            Required.value(at, "at");
            above(over, "over");
            if (!(from > 0 && from <= 1)) {
                throw new IllegalArgumentException("from " + from + " is not above 0 and at most 1");
            }
        }

        @JsonCreator
        static Warming of(
                @JsonProperty("on") Where on,
                @JsonProperty("at") Duration at,
                @JsonProperty("over") Duration over,
                @JsonProperty("from") @Nullable Double from) {
            return new Warming(on, at, over, requireNonNullElse(from, 0.1));
        }
    }

    /** Reports that it is idle and fast. @param answers the part of its calls that it serves; the others get an error at once */
    record Liar(Where on, double answers) implements Fault {
        public Liar {
            Required.value(on, "on");
            if (!(answers >= 0 && answers <= 1)) {
                throw new IllegalArgumentException("answers " + answers + " is not in 0..1");
            }
        }
    }

    /** Which nodes: of one group or of one region, the first {@code count} of them, or all. */
    record Where(Optional<String> group, Optional<String> region, int count) {
        public Where {
            if (group.isPresent() == region.isPresent()) {
                throw new IllegalArgumentException("name either a group or a region");
            }
            if (count < 0) {
                throw new IllegalArgumentException("count " + count + " is negative; leave it out for all");
            }
        }

        @JsonCreator
        static Where of(
                @JsonProperty("group") @Nullable String group,
                @JsonProperty("region") @Nullable String region,
                @JsonProperty("count") @Nullable Integer count) {
            return new Where(Optional.ofNullable(group), Optional.ofNullable(region), requireNonNullElse(count, 0));
        }

        void check(List<Scenario.Nodes> nodes) {
            if (nodes.stream().noneMatch(this::matches)) {
                throw new IllegalArgumentException("no nodes are "
                        + group.map(name -> "called '" + name + "'").orElse("in '" + region.orElse("") + "'"));
            }
        }

        boolean matches(Scenario.Nodes nodes) {
            return group.map(nodes.name()::equals)
                    .orElse(region.map(nodes.region()::equals).orElse(false));
        }

        /** Indices of the nodes, counted over all groups in the order of the file. */
        public int[] indices(List<Scenario.Nodes> nodes) {
            var found = IntStream.builder();
            int first = 0;
            for (var each : nodes) {
                if (matches(each)) {
                    IntStream.range(first, first + each.count()).forEach(found);
                }
                first += each.count();
            }
            var all = found.build();
            return count == 0 ? all.toArray() : all.limit(count).toArray();
        }
    }

    private static void checkFactor(double factor) {
        if (!(factor >= 0.01 && factor <= 1_000)) {
            throw new IllegalArgumentException("factor " + factor + " is not in 0.01..1000; 10 is ten times slower");
        }
    }

    private static void above(Duration length, String key) {
        if (!Required.value(length, key).isPositive()) {
            throw new IllegalArgumentException(key + " is not above 0");
        }
    }

    private static Optional<Duration> ordered(Duration at, Optional<Duration> until) {
        if (until.isPresent() && until.get().compareTo(at) <= 0) {
            throw new IllegalArgumentException("until is not after at");
        }
        return until;
    }
}
