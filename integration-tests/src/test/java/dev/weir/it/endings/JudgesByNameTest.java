package dev.weir.it.endings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.config.Edge;
import dev.weir.it.NameServer;
import dev.weir.topology.ServiceAddresses;
import dev.weir.topology.ServiceAddresses.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two judges behind one name, each a process, on a stock Envoy with what we ship: one goes, hangs or leaves the name, or the name is emptied, and calls go on. */
final class JudgesByNameTest {
    /** The first of twenty for each test: an Envoy that is told to end may take a moment. */
    private static final AtomicInteger PORTS = new AtomicInteger(23_800);

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String NAME = "judge.weir.test";
    private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.2");

    @TempDir
    private Path folder;

    private final int ports = PORTS.getAndAdd(20);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<Process> judges = new ArrayList<>();
    private EndingsRig rig;
    private NameServer names;

    @BeforeEach
    void start() throws IOException {
        names = new NameServer();
        open.add(names);
        names.say(NAME, ADDRESSES.getFirst(), ADDRESSES.getLast());
        for (var address : ADDRESSES) {
            var judge = JudgeAlone.started(address, ports + 7, folder.resolve(address + ".log"));
            open.add(judge::destroyForcibly);
            judges.add(judge);
        }
        var bootstrap = Files.writeString(
                folder.resolve("own.yaml"),
                Files.readString(ROOT.resolve("envoy-config/bootstrap.yaml")) + names.asEnvoysResolver());
        rig = new EndingsRig(
                ports,
                ROOT.resolve(".weir/tools/envoy/envoy/_bin/envoy"),
                bootstrap,
                folder,
                Edge.WIDE,
                List.of(),
                RigIdentities.NONE,
                this::named);
        open.add(rig);
        await().atMost(Duration.ofSeconds(40))
                .ignoreExceptions()
                .until(() -> rig.calls().get("/fine/by/ready").startsWith("HTTP/1.1 200")
                        && rig.stat("cluster.judge.membership_healthy") == 2);
    }

    private ServiceAddresses named(ServiceAddresses services) {
        return new ServiceAddresses(
                services.gateway(),
                new Place(NAME, ports + 7),
                services.ratelimit(),
                services.auth(),
                services.telemetry(),
                services.tls(),
                services.identity());
    }

    @AfterEach
    void stop() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void judgeThatIsKilled_failsNoCall_andComesBack() throws Exception {
        assertNoneFails(() -> {
            judges.getFirst().destroyForcibly().waitFor();
            await().until(() -> rig.stat("cluster.judge.membership_healthy") == 1);
            open.add(JudgeAlone.started(ADDRESSES.getFirst(), ports + 7, folder.resolve("again.log"))::destroyForcibly);
            await().atMost(Duration.ofSeconds(30)).until(() -> rig.stat("cluster.judge.membership_healthy") == 2);
        });
    }

    @Test
    void judgeThatHangs_failsNoCall_andComesBack() throws Exception {
        assertNoneFails(() -> {
            signal("STOP");
            await().until(() -> rig.stat("cluster.judge.membership_healthy") == 1);
            signal("CONT");
            await().atMost(Duration.ofSeconds(30)).until(() -> rig.stat("cluster.judge.membership_healthy") == 2);
        });
    }

    @Test
    void judgeThatLeavesTheName_isAskedUntilItEnds_andFailsNoCall() throws Exception {
        assertNoneFails(() -> {
            names.say(NAME, ADDRESSES.getLast());
            resolvedTwice();
            judges.getFirst().destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(30)).until(() -> rig.stat("cluster.judge.membership_total") == 1);
        });
    }

    @Test
    void nameThatHasNoAddressAnyMore_changesNothing() throws Exception {
        assertNoneFails(() -> {
            names.say(NAME);
            resolvedTwice();
        });
        assertThat(rig.stat("cluster.judge.membership_healthy")).isEqualTo(2);
    }

    /** Envoy has asked again, and had its answer. */
    private void resolvedTwice() throws IOException {
        long before = rig.stat("cluster.judge.update_attempt");
        await().atMost(Duration.ofSeconds(60)).until(() -> rig.stat("cluster.judge.update_attempt") >= before + 2);
    }

    private void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder(
                        "kill", "-" + signal, String.valueOf(judges.getFirst().pid()))
                .start()
                .waitFor();
    }

    private void assertNoneFails(Happening happening) throws Exception {
        var statuses = new ConcurrentHashMap<String, Integer>();
        var going = new AtomicBoolean(true);
        var longest = new AtomicLong();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                int caller = i;
                callers.execute(() -> {
                    for (int call = 0; going.get(); call++) {
                        var began = Instant.now();
                        statuses.merge(status("/fine/by/" + caller + "-" + call), 1, Integer::sum);
                        longest.accumulateAndGet(
                                Duration.between(began, Instant.now()).toMillis(), Math::max);
                    }
                });
            }
            await().until(() -> statuses.getOrDefault("200", 0) > 100);
            try {
                happening.happens();
            } finally {
                going.set(false);
            }
        }
        assertThat(statuses).as("the longest took %s ms", longest).containsOnlyKeys("200");
    }

    private String status(String path) {
        try {
            return rig.calls().get(path).substring(9, 12);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private interface Happening {
        void happens() throws Exception;
    }
}
