package dev.weir.controlplane.config.port;

import dev.weir.controlplane.config.InForce;
import java.util.Map;

/** Those who have to know of a configuration before gateways do. Any thread. */
public interface Judges {
    /** Tells all, also those who come later. Waits for none. */
    void tell(InForce config);

    /** How many there are now, and of these how many took that version. */
    Count taken(long version);

    /** What a judge said of a version that it could not read, by judge. */
    Map<String, String> refused(long version);

    record Count(int there, int took) {
        public boolean all() {
            return took >= there;
        }
    }
}
