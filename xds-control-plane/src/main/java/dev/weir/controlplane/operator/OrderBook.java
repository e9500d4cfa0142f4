package dev.weir.controlplane.operator;

import dev.weir.balancing.Pin;
import dev.weir.controlplane.operator.port.OrderStore;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import java.time.InstantSource;
import java.util.Optional;

/** Takes orders one at a time: stored first, then in force. Any thread. */
public final class OrderBook {
    private static final int MAX_REASON = 200;

    private final OrderStore store;
    private final InstantSource clock;
    private volatile Orders orders;

    public OrderBook(OrderStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.orders = store.load();
    }

    public Orders orders() {
        return orders;
    }

    /** Holds a node's share of an API until it is unpinned. @param share in [0, 1]; the guard's floor and cap still hold */
    public synchronized void pin(ApiName api, NodeId node, double share, String reason) {
        var pin = new Pin(share, checked(reason));
        keep(orders.withPin(api, node, Optional.of(pin)), "pin", api + "/" + node + " at " + share * 100 + "%", reason);
    }

    public synchronized void unpin(ApiName api, NodeId node, String reason) {
        keep(orders.withPin(api, node, Optional.empty()), "unpin", api + "/" + node, checked(reason));
    }

    public synchronized void freeze(String reason) {
        var freeze = new Orders.Freeze(checked(reason), clock.instant());
        keep(new Orders(orders.pins(), Optional.of(freeze)), "freeze", "all weights", reason);
    }

    public synchronized void unfreeze(String reason) {
        keep(new Orders(orders.pins(), Optional.empty()), "unfreeze", "all weights", checked(reason));
    }

    private void keep(Orders changed, String verb, String subject, String reason) {
        store.save(changed, clock.instant() + " " + verb + " " + subject + ": " + reason);
        orders = changed;
    }

    private static String checked(String reason) {
        if (reason.isBlank() || reason.length() > MAX_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("reason: one line of 1 to " + MAX_REASON + " characters is needed");
        }
        return reason;
    }
}
