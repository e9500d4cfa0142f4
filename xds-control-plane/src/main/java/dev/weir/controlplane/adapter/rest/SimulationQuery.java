package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.simulation.SimulationRequest;
import dev.weir.simulator.scenario.Scenario;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The parameters as they were sent; each but the scenario may be left out. */
public record SimulationQuery(
        @QueryParam("scenario") @Nullable String scenario,
        @QueryParam("policies") @Nullable String policies,
        @QueryParam("gateways") @Nullable String gateways,
        @QueryParam("load") @Nullable String load,
        @QueryParam("seeds") @Nullable String seeds) {
    private static final String USUAL = "least_request,weights,pick";

    /** @throws IllegalArgumentException that names the parameter and what is allowed */
    SimulationRequest request(List<Scenario> offered, List<String> known) {
        var named = offered.stream()
                .filter(each -> each.name().equals(scenario))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scenario: one of " + names(offered) + " is needed"));
        var wanted = List.of(Optional.ofNullable(policies).orElse(USUAL).split(",", -1));
        if (!known.containsAll(wanted)) {
            throw new IllegalArgumentException(
                    "policies: names with commas between are needed, of " + String.join(", ", known));
        }
        return new SimulationRequest(
                named,
                number(gateways, Integer::valueOf, SimulationRequest.GATEWAYS)
                        .map(OptionalInt::of)
                        .orElseGet(OptionalInt::empty),
                number(load, Double::valueOf, SimulationRequest.LOAD)
                        .map(OptionalDouble::of)
                        .orElseGet(OptionalDouble::empty),
                wanted,
                number(seeds, Integer::valueOf, SimulationRequest.SEEDS).orElse(1));
    }

    private static String names(List<Scenario> offered) {
        return offered.stream().map(Scenario::name).collect(Collectors.joining(", "));
    }

    private static <T> Optional<T> number(@Nullable String text, Function<String, T> reader, String expected) {
        try {
            return Optional.ofNullable(text).map(reader);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected, e);
        }
    }
}
