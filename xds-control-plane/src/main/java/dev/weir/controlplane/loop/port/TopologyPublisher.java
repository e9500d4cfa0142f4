package dev.weir.controlplane.loop.port;

import dev.weir.topology.Topology;
import java.util.Map;
import java.util.Set;

/** Sends a topology to every gateway. */
public interface TopologyPublisher {
    /** Returns at once; gateways take it when they can. */
    void publish(Topology topology);

    /** What the gateways said of it, by gateway id. */
    Map<String, GatewaySync> gateways();

    /** How each connected gateway stands with each type of resource, by gateway id, then {@code listeners}, {@code clusters} and so on. */
    Map<String, Map<String, TypeSync>> sync();

    /** The gateways that are connected and can be told weights of their own, as they say who they are and ask for endpoints. */
    Set<String> addressable();

    /** @param words of a refusal, the gateway's own */
    record TypeSync(State state, String words) {
        /** How what was told last was answered. */
        public enum State {
            TAKEN,
            WAITING,
            REFUSED
        }
    }

    /**
     * One gateway.
     *
     * @param lastRefusal what it said of a resource that it did not take (NACK); empty where it took all
     * @param locality where it says that it runs, {@code region} or {@code region/zone}; empty where it does not
     */
    record GatewaySync(boolean connected, long acknowledged, String lastRefusal, String locality) {
        /** One that does not say where it runs. */
        public GatewaySync(boolean connected, long acknowledged, String lastRefusal) {
            this(connected, acknowledged, lastRefusal, "");
        }
    }
}
