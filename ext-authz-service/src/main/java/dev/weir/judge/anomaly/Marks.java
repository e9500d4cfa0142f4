package dev.weir.judge.anomaly;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * What callers, places and paths are remembered by: 64 bits each, however long they are. SipHash-2-4 (Aumasson and Bernstein, 2012)
 * under a key, so that who does not know it cannot make two that are taken for one. Pure; any thread.
 */
final class Marks {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long key0;
    private final long key1;

    Marks(long key0, long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /** Under a key that nobody knows. */
    static Marks secret() {
        var random = new SecureRandom();
        return new Marks(random.nextLong(), random.nextLong());
    }

    long of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    long of(byte[] bytes) {
        var state = new State(key0, key1);
        int whole = bytes.length & ~7;
        for (int at = 0; at < whole; at += Long.BYTES) {
            state.add((long) WORD.get(bytes, at));
        }
        long last = (long) bytes.length << 56;
        for (int at = whole; at < bytes.length; at++) {
            last |= (bytes[at] & 0xffL) << 8 * (at - whole);
        }
        state.add(last);
        return state.end();
    }

    /** The four words of the algorithm. */
    private static final class State {
        private long v0;
        private long v1;
        private long v2;
        private long v3;

        State(long key0, long key1) {
            v0 = key0 ^ 0x736f6d6570736575L;
            v1 = key1 ^ 0x646f72616e646f6dL;
            v2 = key0 ^ 0x6c7967656e657261L;
            v3 = key1 ^ 0x7465646279746573L;
        }

        void add(long word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }

        long end() {
            v2 ^= 0xff;
            for (int i = 0; i < 4; i++) {
                round();
            }
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void round() {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
    }
}
