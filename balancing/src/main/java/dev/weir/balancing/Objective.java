package dev.weir.balancing;

/** How much latency, availability and price matter: exponents of the planner's cost, each in [0, 10]. */
public record Objective(double latency, double availability, double cost) {
    public Objective {
        for (double part : new double[] {latency, availability, cost}) {
            if (!(part >= 0 && part <= 10)) {
                throw new IllegalArgumentException("objective " + part + " is not in [0, 10]");
            }
        }
    }
}
