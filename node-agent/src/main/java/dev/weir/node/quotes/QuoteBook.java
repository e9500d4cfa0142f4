package dev.weir.node.quotes;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Quotes that wander as a random walk does, and are a pure function of seed, symbol and second: a node that restarts goes on
 * where it was, and nodes with the same seed agree.
 *
 * <p>A walk's value at a time is the sum of all steps before it, which no node could compute for long. Value noise has the same
 * look at bounded cost (Perlin, "An Image Synthesizer", 1985, in one dimension): octave k is a line between random points
 * 2^k seconds apart, and counts 2^(k/2) times, as a walk's spread grows with the root of time.
 *
 * <p>Safe for many threads.
 */
public final class QuoteBook {
    private static final List<String> SYMBOLS = List.of(
            "BTC", "ETH", "SOL", "ADA", "DOT", "AVAX", "LINK", "ATOM", "NEAR", "ALGO", "XTZ", "FIL", "ICP", "APT",
            "SUI", "OP", "ARB", "UNI", "AAVE", "MKR", "SNX", "CRV", "COMP", "LDO", "GRT", "GOLD", "SLVR", "PLAT",
            "PALL", "COPR", "ALUM", "NICK", "ZINC", "LEAD", "TIN", "BRNT", "GAS", "COAL", "URAN", "CORN", "WHET",
            "SOYB", "OATS", "RICE", "COFE", "COCO", "SUGR", "COTN", "WOOL", "LMBR");
    private static final int OCTAVES = 16;
    private static final double SPREAD_PER_ROOT_SECOND = 1e-4;

    private final long seed;
    private final InstantSource clock;
    private final AtomicReferenceArray<Quote> latest;

    public QuoteBook(long seed, InstantSource clock) {
        this.seed = seed;
        this.clock = clock;
        this.latest = new AtomicReferenceArray<>(SYMBOLS.size());
        long now = clock.instant().getEpochSecond();
        for (int i = 0; i < SYMBOLS.size(); i++) {
            latest.set(i, compute(i, now));
        }
    }

    /** Every symbol that has a quote. */
    public static List<String> symbols() {
        return SYMBOLS;
    }

    /** The quote of this second; empty if nothing has that symbol. */
    public Optional<Quote> quote(String symbol) {
        int index = SYMBOLS.indexOf(symbol);
        return index < 0 ? Optional.empty() : Optional.of(quote(index));
    }

    private Quote quote(int index) {
        long second = clock.instant().getEpochSecond();
        var known = latest.get(index);
        if (known.at().getEpochSecond() == second) {
            return known;
        }
        var quote = compute(index, second);
        latest.set(index, quote);
        return quote;
    }

    private Quote compute(int index, long second) {
        double drift = 0;
        for (int octave = 0; octave < OCTAVES; octave++) {
            drift += Math.sqrt(1L << octave) * noise(index, octave, second);
        }
        // Starting prices from a few dollars to some thousands, so that symbols are told apart at a glance.
        double base = 300 * Math.exp(7 * new SplittableRandom(seed * 31 + index).nextDouble());
        long cents = Math.max(1, Math.round(base * Math.exp(SPREAD_PER_ROOT_SECOND * drift)));
        return new Quote(SYMBOLS.get(index), cents, Instant.ofEpochSecond(second));
    }

    private double noise(int index, int octave, long second) {
        long step = 1L << octave;
        long cell = Math.floorDiv(second, step);
        double within = (double) Math.floorMod(second, step) / step;
        return point(index, octave, cell) * (1 - within) + point(index, octave, cell + 1) * within;
    }

    private double point(int index, int octave, long cell) {
        long key = ((seed * 1_000_003 + index) * 1_000_003 + octave) * 1_000_003 + cell;
        return new SplittableRandom(key).nextGaussian();
    }
}
