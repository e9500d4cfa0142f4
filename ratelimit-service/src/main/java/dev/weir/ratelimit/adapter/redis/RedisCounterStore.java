package dev.weir.ratelimit.adapter.redis;

import dev.weir.ratelimit.SlidingWindow;
import dev.weir.ratelimit.WindowCount;
import dev.weir.ratelimit.port.Charge;
import dev.weir.ratelimit.port.CounterStore;
import dev.weir.ratelimit.port.CounterStoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Counters in Redis: one hash for each, taken by one script, so that instances that share it never admit more together
 * than one would. A request costs one round trip, however many descriptors it has. A counter expires two windows after its
 * last hit. Blocks for at most the timeouts of its {@link RedisAddress}.
 */
public final class RedisCounterStore implements CounterStore, AutoCloseable {
    private static final String SCRIPT = script();
    /** Of the keys in a Redis that others use too; the number is that of the hash's layout. */
    private static final String PREFIX = "weir:rl:1:";

    private final RedisClient redis;

    public RedisCounterStore(RedisAddress address) {
        this.redis = address.connect();
    }

    @Override
    public List<SlidingWindow.Taken> take(List<Charge> charges, Instant now) {
        if (charges.isEmpty()) {
            return List.of();
        }
        try (Pipeline pipeline = redis.pipelined()) {
            List<Response<Object>> answers =
                    charges.stream().map(charge -> ask(pipeline, charge, now)).toList();
            pipeline.sync();
            return answers.stream().map(answer -> taken(answer.get())).toList();
        } catch (JedisException e) {
            // The other idle connections most likely broke with this one: each would cost a further failure.
            redis.getPool().clear();
            throw new CounterStoreUnavailable("Redis did not take the hits: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        redis.close();
    }

    /** EVAL and not EVALSHA: a Redis that restarts has lost its scripts, and 1.5 kB on loopback or a LAN cost nothing. */
    private static Response<Object> ask(Pipeline pipeline, Charge charge, Instant now) {
        var window = SlidingWindow.of(charge.rate());
        return pipeline.eval(
                SCRIPT,
                List.of(PREFIX + charge.counter().value()),
                List.of(
                        Long.toString(window.limit()),
                        Long.toString(window.windowMillis()),
                        Long.toString(charge.hits()),
                        Long.toString(now.toEpochMilli())));
    }

    private static SlidingWindow.Taken taken(Object answer) {
        if (answer instanceof List<?> numbers && numbers.size() == 4) {
            var count = new WindowCount(number(numbers, 1), number(numbers, 2), number(numbers, 3));
            return new SlidingWindow.Taken(number(numbers, 0) == 1, count);
        }
        throw new JedisException("the script answered " + answer + " instead of four numbers");
    }

    private static long number(List<?> numbers, int index) {
        if (numbers.get(index) instanceof Long number && number >= 0) {
            return number;
        }
        throw new JedisException("the script answered " + numbers + " instead of four numbers");
    }

    private static String script() {
        try (var in = RedisCounterStore.class.getResourceAsStream("take.lua")) {
            if (in == null) {
                throw new IllegalStateException("take.lua is not beside " + RedisCounterStore.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
