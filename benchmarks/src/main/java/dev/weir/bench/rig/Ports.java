package dev.weir.bench.rig;

/** The loopback ports of one rig, from a first one on. */
public record Ports(int first) {
    /** How many ports a rig may use. */
    public static final int COUNT = 200;

    static final int MOST_GATEWAYS = 10;

    public Ports {
        if (first < 1_024 || first + COUNT > 65_536) {
            throw new IllegalArgumentException("port " + first + " is not in 1024.." + (65_536 - COUNT));
        }
    }

    public int gateway(int index) {
        return first + index;
    }

    public int envoyAdmin(int index) {
        return first + MOST_GATEWAYS + index;
    }

    public int xds(int index) {
        return first + 2 * MOST_GATEWAYS + index;
    }

    public int judge() {
        return first + 3 * MOST_GATEWAYS;
    }

    /** Where sign-in and the rate limit would be: nobody listens there, and nobody asks. */
    public int nobody() {
        return judge() + 1;
    }

    public int node(int index) {
        return first + 4 * MOST_GATEWAYS + index;
    }
}
