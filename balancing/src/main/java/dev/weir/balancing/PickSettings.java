package dev.weir.balancing;

/**
 * How the endpoints of one API are picked.
 *
 * @param cost how much price matters, in [0, 10]
 * @param look how many random endpoints are looked at for a pick; 0 for all. Several judges that look at all herd
 */
public record PickSettings(double cost, int look) {
    public static final PickSettings DEFAULT = new PickSettings(0, 0);

    public PickSettings {
        if (!(cost >= 0 && cost <= 10)) {
            throw new IllegalArgumentException("cost " + cost + " is not in [0, 10]");
        }
        if (look < 0) {
            throw new IllegalArgumentException("look " + look + " is negative");
        }
    }
}
