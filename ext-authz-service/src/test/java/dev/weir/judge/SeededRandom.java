package dev.weir.judge;

import java.security.SecureRandom;
import java.util.Random;

/** Bytes that look random and are the same in every run. */
public final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final Random random;

    public SeededRandom(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public synchronized void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
