package dev.weir.controlplane.operator.port;

import dev.weir.controlplane.operator.Orders;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Orders in memory, on a disk that can be full. */
public final class FakeOrderStore implements OrderStore {
    public boolean full;
    private Orders orders = Orders.NONE;

    @Override
    public Orders load() {
        return orders;
    }

    @Override
    public void save(Orders changed) {
        if (full) {
            throw new UncheckedIOException(new IOException("No space left on device"));
        }
        orders = changed;
    }
}
