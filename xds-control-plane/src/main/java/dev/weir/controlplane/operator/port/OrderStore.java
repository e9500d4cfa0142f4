package dev.weir.controlplane.operator.port;

import dev.weir.controlplane.operator.Orders;

/** Orders that outlive the process. */
public interface OrderStore {
    Orders load();

    /** Returns once the orders are on disk. @throws java.io.UncheckedIOException where they are not */
    void save(Orders orders);
}
