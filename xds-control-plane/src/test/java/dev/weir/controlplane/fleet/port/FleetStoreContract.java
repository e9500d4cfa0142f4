package dev.weir.controlplane.fleet.port;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.registered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.controlplane.fleet.port.FleetStore.Kept;
import dev.weir.model.EndpointAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store of who was there does. */
public abstract class FleetStoreContract {
    private static final Kept KEPT = new Kept(
            List.of(registered(AMBER), registered(BIRCH)), Map.of(AMBER, new EndpointAddress.Socket("::1", 9101)));

    /** The same place each time it is asked for. */
    protected abstract FleetStore store();

    @Test
    void storeWithoutAnything_isOfNobody() {
        assertThat(store().load()).isEqualTo(Kept.NOTHING);
    }

    @Test
    void whatWasSaved_isLoaded() {
        store().save(KEPT);

        assertThat(store().load()).isEqualTo(KEPT);
    }

    @Test
    void whatIsSavedLast_counts() {
        store().save(KEPT);
        store().save(Kept.NOTHING);

        assertThat(store().load()).isEqualTo(Kept.NOTHING);
    }
}
