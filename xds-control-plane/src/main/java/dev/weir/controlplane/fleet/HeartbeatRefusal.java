package dev.weir.controlplane.fleet;

/** Why a heartbeat changed nothing. All of these fail closed: the node gets no endpoint from it. */
public enum HeartbeatRefusal {
    NODE_UNREGISTERED("the registry names no such node"),
    SIGNATURE_FOREIGN("not signed by the node's operator"),
    CLOCK_SKEWED("sent more than 30 s from the gateway's clock"),
    SEQUENCE_REPLAYED("its sequence did not grow"),
    ADDRESS_NOT_LOOPBACK("its address is not on this machine, which this deployment requires");

    private final String detail;

    HeartbeatRefusal(String detail) {
        this.detail = detail;
    }

    public String detail() {
        return detail;
    }
}
