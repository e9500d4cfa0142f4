package dev.weir.controlplane.operator;

import dev.weir.balancing.Pin;
import dev.weir.controlplane.audit.AuditEntry;
import dev.weir.controlplane.audit.port.AuditLog;
import dev.weir.controlplane.operator.port.OrderStore;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import java.time.InstantSource;
import java.util.Optional;

/** Takes orders one at a time: written to the audit log with the name of who gave them, stored, then in force. Any thread. */
public final class OrderBook {
    private final OrderStore store;
    private final AuditLog audit;
    private final InstantSource clock;
    private volatile Orders orders;

    public OrderBook(OrderStore store, AuditLog audit, InstantSource clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
        this.orders = store.load();
    }

    public Orders orders() {
        return orders;
    }

    /** Holds a node's share of an API until it is unpinned. @param share in [0, 1]; the guard's floor and cap still hold */
    public synchronized void pin(String by, ApiName api, NodeId node, double share, String reason) {
        var pin = new Pin(share, Reason.checked(reason));
        keep(
                by,
                orders.withPin(api, node, Optional.of(pin)),
                "pin",
                api + "/" + node + " at " + share * 100 + "%",
                reason);
    }

    public synchronized void unpin(String by, ApiName api, NodeId node, String reason) {
        keep(by, orders.withPin(api, node, Optional.empty()), "unpin", api + "/" + node, Reason.checked(reason));
    }

    public synchronized void freeze(String by, String reason) {
        var freeze = new Orders.Freeze(Reason.checked(reason), clock.instant());
        keep(by, new Orders(orders.pins(), Optional.of(freeze)), "freeze", "all weights", reason);
    }

    public synchronized void unfreeze(String by, String reason) {
        keep(by, new Orders(orders.pins(), Optional.empty()), "unfreeze", "all weights", Reason.checked(reason));
    }

    private void keep(String by, Orders changed, String verb, String subject, String reason) {
        audit.append(AuditEntry.ordered(clock.instant(), by, verb, subject, reason));
        store.save(changed);
        orders = changed;
    }
}
