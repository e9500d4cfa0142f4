package dev.weir.controlplane.bans.port;

import dev.weir.controlplane.bans.StandingBans;

/** Those who refuse callers. */
public interface BanAudience {
    /** From now on these. Does not wait. */
    void tell(StandingBans bans);

    /** How many refuse by this version at least. */
    Heard heard(long version);

    /** @param all judges that are there now @param took of them, how many took it */
    record Heard(int all, int took) {
        public boolean whole() {
            return took >= all;
        }
    }
}
