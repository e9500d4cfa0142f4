package dev.weir.controlplane.adapter.rest;

import dev.weir.controlplane.simulation.SimulationRequest;
import dev.weir.controlplane.simulation.Simulations;
import dev.weir.simulator.policy.Policies;
import dev.weir.simulator.report.ComparisonJson;
import dev.weir.simulator.scenario.Scenario;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Policies side by side in virtual time. Only reads: nothing of the gateway is changed, and nothing is kept. */
@Path("/api/v1/simulations")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
public class SimulationsResource {
    private static final Logger LOG = Logger.getLogger(SimulationsResource.class.getName());

    private final Simulations simulations;

    @Inject
    public SimulationsResource(Simulations simulations) {
        this.simulations = simulations;
    }

    /** What can be run. */
    public record Offer(List<OfferedScenario> scenarios, List<OfferedPolicy> policies) {}

    /** @param load part of the capacity */
    public record OfferedScenario(String name, String about, int gateways, double load) {
        static OfferedScenario of(Scenario scenario) {
            return new OfferedScenario(scenario.name(), scenario.about(), scenario.gateways(), scenario.load());
        }
    }

    /** @param limit whether it knows what no gateway can */
    public record OfferedPolicy(String name, boolean limit) {}

    @GET
    @Path("/scenarios")
    public Offer offer() {
        return new Offer(
                simulations.scenarios().stream().map(OfferedScenario::of).toList(),
                simulations.policies().stream()
                        .map(name -> new OfferedPolicy(name, Policies.LIMITS.contains(name)))
                        .toList());
    }

    /**
     * Server-sent events: {@code progress} with {@code done} and {@code total} after each run, at the end {@code result} as of
     * {@code ./weir simulate -o json}, or {@code failed} with why. Ends the comparison when the reader goes.
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<OutboundSseEvent> run(@BeanParam SimulationQuery query, @Context Sse sse) {
        var events = UnicastProcessor.<OutboundSseEvent>create();
        var run = simulations
                .start(
                        checked(query),
                        (done, total) -> events.onNext(
                                event(sse, "progress", "{\"done\":" + done + ",\"total\":" + total + "}")))
                .orElseThrow(() -> refused(AdminRefusals.response(
                        409,
                        "simulation_running",
                        "A simulation is running",
                        "One runs at a time. Try again when it has ended, or use ./weir simulate.")));
        var _ = run.result().whenComplete((comparison, fault) -> {
            if (fault == null) {
                events.onNext(event(sse, "result", ComparisonJson.of(comparison).toString()));
            } else {
                LOG.log(run.result().isCancelled() ? Level.FINE : Level.WARNING, "a simulation gave no result", fault);
                events.onNext(event(sse, "failed", "{\"detail\":\"The simulation stopped before its end.\"}"));
            }
            events.onComplete();
        });
        return events.onTermination().invoke(run::cancel);
    }

    private SimulationRequest checked(SimulationQuery query) {
        try {
            return query.request(simulations.scenarios(), simulations.policies());
        } catch (IllegalArgumentException e) {
            throw refused(AdminRefusals.response(
                    400, "simulation_malformed", "The simulation cannot be run", String.valueOf(e.getMessage())));
        }
    }

    private static WebApplicationException refused(Response why) {
        return new WebApplicationException(why);
    }

    private static OutboundSseEvent event(Sse sse, String name, String json) {
        return sse.newEventBuilder()
                .name(name)
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(json)
                .build();
    }
}
