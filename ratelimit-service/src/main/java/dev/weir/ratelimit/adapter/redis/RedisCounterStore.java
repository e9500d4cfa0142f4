package dev.weir.ratelimit.adapter.redis;

import dev.weir.ratelimit.SlidingWindow;
import dev.weir.ratelimit.Taken;
import dev.weir.ratelimit.WindowCount;
import dev.weir.ratelimit.port.Charge;
import dev.weir.ratelimit.port.CounterStore;
import dev.weir.ratelimit.port.CounterStoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Counters in Redis: one hash for each, taken by one script, so that instances that share it never admit more together
 * than one would. Time is that of Redis, so that an instance whose clock is wrong harms nobody. A request costs one round
 * trip, however many descriptors it has. A counter expires two windows after its last hit. Blocks for at most the timeouts
 * of its {@link RedisAddress}.
 */
public final class RedisCounterStore implements CounterStore, AutoCloseable {
    private static final String SERVER_TIME = "redis.call('TIME')";
    private static final String SCRIPT = script();
    /** Of the keys in a Redis that others use too; the number is that of the hash's layout. */
    private static final String PREFIX = "weir:rl:1:";

    private final RedisClient redis;
    private final Supplier<String> time;

    public RedisCounterStore(RedisAddress address) {
        this(address.connect(), () -> SERVER_TIME);
    }

    /** @param time Lua for {seconds, microseconds}, as Redis' own TIME answers */
    RedisCounterStore(RedisClient redis, Supplier<String> time) {
        this.redis = redis;
        this.time = time;
    }

    @Override
    public List<Taken> take(List<Charge> charges) {
        if (charges.isEmpty()) {
            return List.of();
        }
        try (Pipeline pipeline = redis.pipelined()) {
            var answers = charges.stream().map(charge -> ask(pipeline, charge)).toList();
            pipeline.sync();
            return answers.stream().map(Asked::taken).toList();
        } catch (JedisException e) {
            if (e.getCause() instanceof NoSuchElementException) {
                throw CounterStoreUnavailable.busy("no connection to Redis came free", e);
            }
            // The other idle connections most likely broke with this one: each would cost a further failure.
            redis.getPool().clear();
            throw CounterStoreUnavailable.lost("Redis did not take the hits: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        redis.close();
    }

    /** EVAL and not EVALSHA: a Redis that restarts has lost its scripts, and 1.5 kB on loopback or a LAN cost nothing. */
    private Asked ask(Pipeline pipeline, Charge charge) {
        var window = SlidingWindow.of(charge.rate());
        return new Asked(
                window,
                charge.hits(),
                pipeline.eval(
                        SCRIPT.replace(SERVER_TIME, time.get()),
                        List.of(PREFIX + charge.counter().value()),
                        List.of(
                                Long.toString(window.limit()),
                                Long.toString(window.windowMillis()),
                                Long.toString(charge.hits()))));
    }

    /** A charge on its way. */
    private record Asked(SlidingWindow window, long hits, Response<Object> answer) {
        private Taken taken() {
            if (answer.get() instanceof List<?> numbers && numbers.size() == 5) {
                var count = new WindowCount(number(numbers, 1), number(numbers, 2), number(numbers, 3));
                var step = new SlidingWindow.Step(number(numbers, 0) == 1, count);
                return window.taken(step, hits, Instant.ofEpochMilli(number(numbers, 4)));
            }
            throw new JedisException("the script answered " + answer.get() + " instead of five numbers");
        }
    }

    private static long number(List<?> numbers, int index) {
        if (numbers.get(index) instanceof Long number && number >= 0) {
            return number;
        }
        throw new JedisException("the script answered " + numbers + " instead of five numbers");
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
