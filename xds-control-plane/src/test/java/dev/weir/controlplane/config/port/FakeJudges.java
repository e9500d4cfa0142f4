package dev.weir.controlplane.config.port;

import dev.weir.controlplane.config.InForce;
import java.util.Map;

/** One judge, which may hang. */
public final class FakeJudges implements Judges {
    public long told;
    public boolean hangs;

    @Override
    public void tell(InForce config) {
        told = config.number();
    }

    @Override
    public Count taken(long version) {
        return new Count(1, told == version && !hangs ? 1 : 0);
    }

    @Override
    public Map<String, String> refused(long version) {
        return Map.of();
    }
}
