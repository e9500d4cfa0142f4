package dev.weir.controlplane.loop.port;

import static dev.weir.controlplane.Fixtures.AMBER;
import static dev.weir.controlplane.Fixtures.BIRCH;
import static dev.weir.controlplane.Fixtures.QUOTES;
import static dev.weir.controlplane.Fixtures.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.balancing.KeptShares;
import dev.weir.model.ApiName;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link WeightStore} does. */
public abstract class WeightStoreContract {
    private static final ApiName RPC = new ApiName("eth-rpc");
    private static final KeptShares LEARNED = new KeptShares(
            Map.of(AMBER, 0.6, BIRCH, 0.4), Map.of(AMBER, 1.0 / 3, BIRCH, 2.0 / 3), START.plusNanos(123_456_789));

    /** A store that holds nothing. */
    protected abstract WeightStore open();

    /** The store of the next process: the one before has ended. */
    protected abstract WeightStore reopened();

    @Test
    void load_ofANewStore_isNone() {
        assertThat(open().load()).isEmpty();
    }

    @Test
    void load_afterARestart_isWhatWasKept() {
        open().keep(Map.of(QUOTES, LEARNED, RPC, KeptShares.NONE));

        assertThat(reopened().load()).isEqualTo(Map.of(QUOTES, LEARNED, RPC, KeptShares.NONE));
    }

    @Test
    void keep_replacesAllBefore() {
        var store = open();
        store.keep(Map.of(QUOTES, LEARNED, RPC, LEARNED));
        store.keep(Map.of(QUOTES, new KeptShares(Map.of(BIRCH, 1.0), Map.of(), Instant.EPOCH)));

        assertThat(reopened().load())
                .isEqualTo(Map.of(QUOTES, new KeptShares(Map.of(BIRCH, 1.0), Map.of(), Instant.EPOCH)));
    }

    @Test
    void keep_ofNothing_forgets() {
        open().keep(Map.of(QUOTES, LEARNED));
        reopened().keep(Map.of());

        assertThat(reopened().load()).isEmpty();
    }

    @Test
    void restart_thatKeepsNothing_leavesWhatWasKept() {
        open().keep(Map.of(QUOTES, LEARNED));
        reopened().load();

        assertThat(reopened().load()).containsEntry(QUOTES, LEARNED);
    }
}
