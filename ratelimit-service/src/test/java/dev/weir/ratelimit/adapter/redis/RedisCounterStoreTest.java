package dev.weir.ratelimit.adapter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.ratelimit.CounterKey;
import dev.weir.ratelimit.Rate;
import dev.weir.ratelimit.RateUnit;
import dev.weir.ratelimit.port.Charge;
import dev.weir.ratelimit.port.CounterStore;
import dev.weir.ratelimit.port.CounterStoreContract;
import dev.weir.ratelimit.port.CounterStoreUnavailable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.RedisClient;

/** Against a real Redis. */
final class RedisCounterStoreTest extends CounterStoreContract {
    private static final Rate TWO_AN_HOUR = new Rate(2, RateUnit.HOUR);
    private static RealRedis redis;

    private RedisCounterStore store;
    private RedisClient raw;

    @BeforeAll
    static void start() {
        redis = new RealRedis();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void open() {
        raw = RedisClient.create(redis.uri());
        raw.flushAll();
        store = new RedisCounterStore(redis.address().connect(), this::time);
    }

    @AfterEach
    void close() {
        store.close();
        raw.close();
    }

    @Override
    protected CounterStore store() {
        return store;
    }

    /** What the script is to take for Redis' TIME. */
    private String time() {
        var now = clock.instant();
        return "{%d, %d}".formatted(now.getEpochSecond(), now.getNano() / 1_000);
    }

    @Test
    void windows_goByTheTimeOfRedis_whateverThisClockSays() {
        try (var ours = new RedisCounterStore(redis.address())) {
            var reset = ours.take(List.of(new Charge(new CounterKey("a"), TWO_AN_HOUR, 1)))
                    .getFirst()
                    .reset();

            var seconds = ((List<?>) raw.eval("return redis.call('TIME')")).getFirst();
            assertThat(raw.hget("weir:rl:1:a", "w"))
                    .isEqualTo(Long.toString(Long.parseLong(seconds.toString()) / 3_600));
            assertThat(reset).isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
        }
    }

    @Test
    void take_whileTheOnlyConnectionIsInUse_isBusyAndNotLost() {
        var client = new RedisAddress(redis.uri(), Duration.ofMillis(100), 1).connect();
        try (var single = new RedisCounterStore(client, this::time)) {
            var charge = List.of(new Charge(new CounterKey("a"), TWO_AN_HOUR, 0));
            try (var inUse = client.getPool().getResource()) {
                assertThat(inUse.ping()).isTrue();
                assertThatThrownBy(() -> single.take(charge))
                        .isInstanceOfSatisfying(
                                CounterStoreUnavailable.class,
                                busy -> assertThat(busy.busy()).isTrue());
            }
            assertThat(single.take(charge).getFirst().admitted()).isTrue();
        }
    }

    @Test
    void counter_isSharedByTwoInstances() {
        try (var other = new RedisCounterStore(redis.address().connect(), this::time)) {
            var charge = List.of(new Charge(new CounterKey("a"), TWO_AN_HOUR, 1));

            assertThat(store.take(charge).getFirst().admitted()).isTrue();
            assertThat(other.take(charge).getFirst().admitted()).isTrue();
            assertThat(store.take(charge).getFirst().admitted()).isFalse();
        }
    }

    @Test
    void counter_expiresTwoWindowsAfterItsLastHit() {
        take("a", TWO_AN_HOUR, 1);

        assertThat(raw.pttl("weir:rl:1:a")).isBetween(7_190_000L, 7_200_000L);
    }

    @Test
    void take_ofNothing_leavesNoKeyBehind() {
        take("a", TWO_AN_HOUR, 0);

        assertThat(raw.dbSize()).isZero();
    }

    @Test
    void take_fromAKeyOfAnotherKind_isUnavailable() {
        raw.set("weir:rl:1:a", "not a hash");

        assertThatThrownBy(() -> take("a", TWO_AN_HOUR, 1)).isInstanceOf(CounterStoreUnavailable.class);
    }

    @Test
    void take_whereNothingListens_isUnavailable() {
        var nowhere =
                new RedisAddress(URI.create("redis://127.0.0.1:" + RealRedis.freePort()), Duration.ofMillis(100), 1);
        try (var lost = new RedisCounterStore(nowhere)) {
            assertThatThrownBy(() -> lost.take(List.of(new Charge(new CounterKey("a"), TWO_AN_HOUR, 1))))
                    .isInstanceOf(CounterStoreUnavailable.class);
        }
    }

    @Test
    void take_afterRedisCameBack_worksAtOnceHoweverManyConnectionsBroke() throws Exception {
        try (var restarting = new RealRedis();
                var shared = new RedisCounterStore(restarting.address())) {
            var charge = List.of(new Charge(new CounterKey("a"), TWO_AN_HOUR, 0));
            try (var pool = Executors.newFixedThreadPool(8)) {
                pool.invokeAll(Collections.nCopies(200, () -> shared.take(charge)));
            }
            restarting.stop();
            assertThatThrownBy(() -> shared.take(charge)).isInstanceOf(CounterStoreUnavailable.class);

            restarting.startAgain();

            assertThat(shared.take(charge).getFirst().admitted()).isTrue();
        }
    }

    /** The socket accepts and never answers: a Redis that hangs. */
    @Test
    void take_whereRedisHangs_isUnavailableWithinTheTimeouts() throws Exception {
        try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
                var hung = new RedisCounterStore(new RedisAddress(
                        URI.create("redis://127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(100), 1))) {
            long start = System.nanoTime();

            assertThatThrownBy(() -> hung.take(List.of(new Charge(new CounterKey("a"), TWO_AN_HOUR, 1))))
                    .isInstanceOf(CounterStoreUnavailable.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    void address_thatIsNone_isRefusedWithoutRepeatingIt() {
        assertThatThrownBy(() -> RedisAddress.parse("http://user:secret@host:1"))
                .hasMessage("not usable: expected memory or redis[s]://[[user]:password@]host:port[/database]");
        assertThat(new RedisAddress(URI.create("redis://user:secret@host:6379/3"), Duration.ofMillis(100), 1))
                .hasToString("redis://host:6379");
    }
}
