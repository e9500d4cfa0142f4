package dev.weir.controlplane.operator.port;

import dev.weir.controlplane.operator.Orders;

/** Orders that outlive the process, and the log of who changed what. */
public interface OrderStore {
    Orders load();

    /** Returns once the orders and the audit line are on disk. @throws java.io.UncheckedIOException where they are not */
    void save(Orders orders, String auditLine);
}
