package dev.weir.it.endings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.certificates.ServiceRole;
import dev.weir.cli.ServiceCertificates;
import dev.weir.cli.instance.Home;
import dev.weir.cli.supervisor.Bootstrap;
import dev.weir.config.Edge;
import dev.weir.it.StoryResults;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mutual TLS between a stock Envoy and the services, with what we ship and what {@code ./weir certs --services} makes. */
final class MutualTlsTest {
    /** The first of twenty for each test: an Envoy that is told to end may take a moment. */
    private static final AtomicInteger PORTS = new AtomicInteger(23_700);

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Home HOME = new Home(ROOT, ROOT.resolve("target/no-home"), ROOT.resolve(".weir/tools"));
    private static final String UPDATES = "cluster.judge.client_ssl_socket_factory.ssl_context_update_by_sds";
    private static final String HANDSHAKES = "cluster.judge.ssl.handshake";
    private static final List<String> NAMES =
            List.of("tls.crt", "tls.key", "ca.crt", "identity.yaml", "authorities.yaml");
    private static final Duration START = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final int ports = PORTS.getAndAdd(20);
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (var each : open.reversed()) {
            each.close();
        }
    }

    private RigIdentities identities() throws IOException {
        var identities = RigIdentities.in(folder.resolve("identities"));
        open.add(identities);
        return identities;
    }

    private EndingsRig rig(RigIdentities identities) throws IOException {
        var bootstrap = Files.writeString(
                folder.resolve("own.yaml"),
                Bootstrap.text(
                        HOME,
                        new Bootstrap.Gateway(
                                "gateway-1",
                                Optional.empty(),
                                Optional.empty(),
                                new Bootstrap.Address("127.0.0.1", ports + 4),
                                Optional.empty(),
                                ports + 5,
                                identities.made().map(made -> made.gateways()))));
        var rig = new EndingsRig(
                ports, HOME.envoy(), bootstrap, folder, Edge.WIDE, List.of(), identities, services -> services);
        open.add(rig);
        return rig;
    }

    @Test
    void identitiesRenewedUnderLoad_failNoCall() throws Exception {
        var identities = identities();
        var rig = rig(identities);
        await().atMost(START)
                .ignoreExceptions()
                .until(() -> rig.calls().get("/fine/by/ready").startsWith("HTTP/1.1 200"));
        var answered = new AtomicInteger();
        var failed = new AtomicInteger();
        var going = new AtomicBoolean(true);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                int caller = i;
                callers.execute(() -> {
                    for (int call = 0; going.get(); call++) {
                        try {
                            var answer = rig.calls().get("/fine/by/" + caller + "-" + call);
                            (answer.startsWith("HTTP/1.1 200") ? answered : failed).incrementAndGet();
                        } catch (IOException e) {
                            failed.incrementAndGet();
                        }
                    }
                });
            }
            for (int round = 1; round <= 3; round++) {
                long before = rig.stat(UPDATES);
                long handshakes = rig.stat(HANDSHAKES);
                int calls = answered.get();
                identities.renew();
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> rig.stat(UPDATES) > before
                                && rig.stat(HANDSHAKES) > handshakes + 2
                                && answered.get() > calls + 50);
            }
            going.set(false);
        }

        StoryResults.write(
                "identities-renewed-under-load",
                "{\"renewed\": 3, \"calls\": %d, \"failed\": %d}"
                        .formatted(answered.get() + failed.get(), failed.get()));
        assertThat(failed).hasValue(0);
        assertThat(answered.get()).isGreaterThan(150);
        assertThat(rig.stat("cluster.judge.ssl.connection_error")).isZero();
        assertThat(rig.stat("cluster.judge.ssl.fail_verify_error")).isZero();
    }

    /** As a volume of Kubernetes' changes: the files are links into a folder that is a link itself, and that one is replaced. */
    @Test
    void identityThatIsSwappedWholeByALink_isTaken() throws Exception {
        var identities = identities();
        var gateway = folder.resolve("identities/gateway");
        var versions = List.of(gateway.resolve("..first"), gateway.resolve("..second"));
        move(gateway, Files.createDirectory(versions.getFirst()));
        Files.createSymbolicLink(gateway.resolve("..data"), Path.of("..first"));
        for (var name : NAMES) {
            Files.createSymbolicLink(gateway.resolve(name), Path.of("..data", name));
        }
        var rig = rig(identities);
        await().atMost(START)
                .ignoreExceptions()
                .until(() -> rig.calls().get("/fine/by/ready").startsWith("HTTP/1.1 200"));
        long before = rig.stat(UPDATES);

        var next = ServiceCertificates.here(folder.resolve("identities"));
        var staging = new ServiceCertificates(folder.resolve("staging"), next.gateways());
        Files.createDirectories(folder.resolve("staging"));
        for (var name : List.of("authority.crt", "authority.key")) {
            Files.copy(
                    folder.resolve("identities").resolve(name),
                    folder.resolve("staging").resolve(name));
        }
        staging.make(Instant.now(), Duration.ofDays(2), true);
        move(folder.resolve("staging/gateway"), Files.createDirectory(versions.getLast()));
        var fresh = Files.createSymbolicLink(gateway.resolve("..data.new"), Path.of("..second"));
        Files.move(
                fresh, gateway.resolve("..data"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

        await().atMost(START).until(() -> rig.stat(UPDATES) > before);
        assertThat(rig.stat("sds.identity.key_rotation_failed")).isZero();
        assertThat(rig.calls().get("/fine/by/after")).startsWith("HTTP/1.1 200");
    }

    private static void move(Path from, Path into) throws IOException {
        for (var name : NAMES) {
            Files.move(from.resolve(name), into.resolve(name));
        }
    }

    @Test
    void judgeThatShowsAnotherRole_isNotAsked_andNothingPasses() throws Exception {
        var identities = identities();
        var limiter = identities.of(ServiceRole.RATELIMIT);
        var rig = rig(identities.withJudge(limiter));

        assertRefused(rig);
        assertThat(rig.stat("cluster.judge.ssl.fail_verify_san")).isPositive();
    }

    @Test
    void judgeInPlainText_isNotAsked_andNothingPasses() throws Exception {
        var rig = rig(identities().withJudge(Optional.empty()));

        assertRefused(rig);
        assertThat(rig.stat("cluster.judge.ssl.connection_error")).isPositive();
    }

    private static void assertRefused(EndingsRig rig) throws Exception {
        await().atMost(START)
                .ignoreExceptions()
                .until(() -> rig.calls().get("/fine/refused").contains("judge_unavailable"));
        assertThat(rig.calls().get("/fine/refused")).startsWith("HTTP/1.1 503");
        assertThat(rig.judge().asked("/fine/refused")).isFalse();
        assertThat(rig.reached("/fine/refused")).isFalse();
    }

    @Test
    void judge_tellsTheControlPlaneNoLogs_andAGatewayDoes() throws Exception {
        var identities = identities();
        rig(identities);

        assertThat(logged(identities.of(ServiceRole.JUDGE).orElseThrow())).isEqualTo(Status.Code.PERMISSION_DENIED);
        var files = identities.made().orElseThrow().files(ServiceRole.GATEWAY);
        var gateway = ServiceTls.watching(files, InstantSource.system());
        open.add(gateway);
        assertThat(logged(gateway)).isEqualTo(Status.Code.OK);
    }

    private Status.Code logged(ServiceTls tls) {
        var channel = ServiceTls.dial(
                        NettyChannelBuilder.forAddress("127.0.0.1", ports + 4),
                        Optional.of(tls),
                        ServiceRole.CONTROL_PLANE)
                .build();
        open.add(channel::shutdownNow);
        var end = new CompletableFuture<Status.Code>();
        StreamObserver<StreamAccessLogsMessage> log = AccessLogServiceGrpc.newStub(channel)
                .streamAccessLogs(new StreamObserver<StreamAccessLogsResponse>() {
                    @Override
                    public void onNext(StreamAccessLogsResponse answer) {}

                    @Override
                    public void onError(Throwable broken) {
                        end.complete(Status.fromThrowable(broken).getCode());
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(Status.Code.OK);
                    }
                });
        log.onCompleted();
        return end.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
