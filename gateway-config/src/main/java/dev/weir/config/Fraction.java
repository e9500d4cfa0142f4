package dev.weir.config;

/** A part of a whole in [0, 1], written as a percentage in the files. */
public record Fraction(double value) {
    public Fraction {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("share " + value * 100 + "% is not in 0%..100%");
        }
    }
}
