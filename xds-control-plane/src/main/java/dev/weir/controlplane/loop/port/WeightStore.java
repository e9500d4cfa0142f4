package dev.weir.controlplane.loop.port;

import dev.weir.balancing.KeptShares;
import dev.weir.model.ApiName;
import java.util.Map;

/** Keeps the weights over a restart. They are derived: losing them costs some seconds of learning, so no fault of a store stops anyone. */
public interface WeightStore {
    /** What was kept last; empty where nothing was, or where it cannot be read. Entries that are no shares are left out. */
    Map<ApiName, KeptShares> load();

    /** Never blocks the weight loop. The newest replaces all before it, within two seconds or at the end of the process. */
    void keep(Map<ApiName, KeptShares> shares);
}
