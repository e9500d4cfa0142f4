package dev.weir.it.endings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.certificates.CertificateAuthority;
import dev.weir.certificates.CertifiedKey;
import dev.weir.config.Edge;
import dev.weir.config.EdgeTls;
import dev.weir.config.HostCertificate;
import dev.weir.config.Network;
import dev.weir.controlplane.adapter.file.EdgeCertificates;
import dev.weir.it.StoryResults;
import dev.weir.topology.GatewayTls;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS at the edge, on a stock Envoy with what we ship: HTTP/1.1, HTTP/2 and HTTP/3, and certificates that change under load. */
final class EdgeTlsTest {
    private static final int PORTS = 23_480;
    private static final int CONNECTIONS = 20;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create("an authority", Instant.now(), Duration.ofDays(9));
    private static final HostCertificate LOCAL =
            new HostCertificate(List.of("localhost"), Path.of("local.pem"), Path.of("local.key"));
    private static final HostCertificate API =
            new HostCertificate(List.of("*.api.example"), Path.of("api.pem"), Path.of("api.key"));
    private static final Edge EDGE = new Edge(
            OptionalInt.of(CONNECTIONS),
            OptionalInt.of(10_000),
            List.of(new Network("127.3.0.0", 16)),
            false,
            Optional.of(new EdgeTls(OptionalInt.empty(), List.of(LOCAL, API), true, true)));

    @TempDir
    private static Path folder;

    private static EdgeCertificates certificates;
    private static EndingsRig rig;
    private static TlsCaller caller;

    @BeforeAll
    static void start() throws IOException {
        put(LOCAL, issued("localhost"));
        put(API, issued("*.api.example"));
        certificates = new EdgeCertificates(
                EDGE, folder, new GatewayTls(PORTS + 6, folder.resolve("given").toString()), InstantSource.system());
        rig = new EndingsRig(
                PORTS,
                ROOT.resolve(".weir/tools/envoy/envoy/_bin/envoy"),
                ROOT.resolve("envoy-config/bootstrap.yaml"),
                folder,
                certificates.get(),
                List.of());
        caller = new TlsCaller(PORTS + 6, AUTHORITY);
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> caller.get("127.0.0.2", "/leaving/ready").startsWith("HTTP/1.1 200"));
    }

    @AfterAll
    static void stop() throws IOException {
        rig.close();
    }

    private static CertifiedKey issued(String host) {
        return AUTHORITY.issue(List.of(host), Instant.now(), Instant.now().plus(Duration.ofDays(3)));
    }

    private static void put(HostCertificate certificate, CertifiedKey key) throws IOException {
        Files.writeString(folder.resolve(certificate.chain()), key.chainPem());
        Files.writeString(folder.resolve(certificate.key()), key.keyPem());
    }

    @Test
    void http1Http2AndHttp3_areServed_andTheFirstTwoNameTheThird() throws IOException, InterruptedException {
        var one = caller.get("127.0.0.1", "/leaving/one");
        var two = caller.get(caller.http2(), "/leaving/two");
        // This address may have all its connections still, of the test of their bound.
        var three = await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> caller.get(caller.http3(), "/leaving/three"), answer -> true);

        assertThat(one).startsWith("HTTP/1.1 200").contains("alt-svc: h3=\":" + (PORTS + 6) + "\"; ma=86400");
        assertThat(two.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(two.statusCode()).isEqualTo(200);
        assertThat(two.headers().firstValue("alt-svc")).isPresent();
        assertThat(three.statusCode()).isEqualTo(200);
        assertThat(rig.judge().asked("/leaving/three")).isTrue();
        assertThat(rig.stat("http3.quic_version_rfc_v1")).isPositive();
    }

    @Test
    void certificate_isThatOfTheHostThatIsAskedFor_andElseTheFirst() throws IOException {
        assertThat(CertifiedKey.names(caller.shown("a.api.example"))).containsExactly("*.api.example");
        assertThat(CertifiedKey.names(caller.shown("localhost"))).containsExactly("localhost");
        assertThat(CertifiedKey.names(caller.shown("other.example"))).containsExactly("localhost");
    }

    @Test
    void cipherWithoutAuthenticatedEncryption_isRefused() throws IOException {
        try (var good = caller.connect("127.0.0.1", "localhost", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")) {
            assertThat(good.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
        assertThatThrownBy(() -> caller.connect("127.0.0.1", "localhost", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void callerWithoutTls_isSentToIt_withPathAndQuery_andIsNotJudged() throws IOException {
        var answer = rig.calls("127.0.0.5").get("/leaving/plain?q=1&r=%20");

        assertThat(answer)
                .startsWith("HTTP/1.1 308")
                .contains("location: https://h:" + (PORTS + 6) + "/leaving/plain?q=1&r=%20\r\n");
        assertThat(rig.judge().asked("/leaving/plain?q=1&r=%20")).isFalse();
        assertThat(rig.calls("127.3.0.1").get("/leaving/by-proxy")).startsWith("HTTP/1.1 200");
    }

    @Test
    void address_isWhatAProxyOfOursSays_alsoOverTls() throws IOException {
        assertThat(addressSeen("127.3.0.1", "/leaving/tls-through-proxy")).isEqualTo("192.0.2.7");
        assertThat(addressSeen("127.0.0.6", "/leaving/tls-forged")).isEqualTo("127.0.0.6");
    }

    private static String addressSeen(String source, String path) throws IOException {
        assertThat(
                        caller.say(
                                source,
                                "localhost",
                                "GET " + path
                                        + " HTTP/1.1\r\nhost: h\r\nconnection: close\r\nx-forwarded-for: 198.51.100.1, 192.0.2.7\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        await().until(() -> !rig.judge().requests(path).isEmpty());
        return rig.judge()
                .requests(path)
                .getFirst()
                .getCommonProperties()
                .getDownstreamRemoteAddress()
                .getSocketAddress()
                .getAddress();
    }

    @Test
    void connectionsOfAnAddress_areBounded_overTlsAndOverQuic() throws IOException, InterruptedException {
        var open = new ArrayList<AutoCloseable>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                open.add(caller.connect("127.0.0.7", "localhost"));
            }
            assertThatThrownBy(() -> caller.connect("127.0.0.7", "localhost")).isInstanceOf(IOException.class);
            assertThat(caller.get("127.0.1.8", "/leaving/beside")).startsWith("HTTP/1.1 200");
            long before = rig.stat("connection_limit.address.limited_connections");
            int served = 0;
            for (int i = 0; i < CONNECTIONS + 2; i++) {
                try {
                    var client = caller.http3();
                    served += caller.get(client, "/leaving/quic/" + i).statusCode() == 200 ? 1 : 0;
                    open.add(client);
                } catch (IOException refused) {
                    assertThat(i).isGreaterThanOrEqualTo(CONNECTIONS - 5);
                }
            }
            assertThat(served).isLessThanOrEqualTo(CONNECTIONS);
            assertThat(rig.stat("connection_limit.address.limited_connections")).isGreaterThan(before);
        } finally {
            for (var each : open) {
                if (!(each instanceof HttpClient)) {
                    close(each);
                }
            }
        }
    }

    private static void close(AutoCloseable each) throws IOException {
        try {
            each.close();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Test
    void certificateReplacedUnderLoad_isShownWithinSeconds_withoutAFailedCall_andABadOneChangesNothing()
            throws Exception {
        var failed = new AtomicInteger();
        var served = new AtomicInteger();
        var ended = new AtomicBoolean();
        try (var callers = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                var source = "127.9.0." + (i + 1);
                callers.execute(() -> {
                    while (!ended.get()) {
                        (isServed(source) ? served : failed).incrementAndGet();
                    }
                });
            }
            await().until(() -> served.get() > 50);
            for (int round = 0; round < 3; round++) {
                var next = issued("localhost");
                put(LOCAL, next);
                certificates.refresh();
                await().atMost(Duration.ofSeconds(5))
                        .until(() ->
                                caller.shown("localhost").equals(next.chain().getFirst()));
                int then = served.get();
                await().until(() -> served.get() > then + 50);
            }
            var last = caller.shown("localhost");
            put(
                    LOCAL,
                    AUTHORITY.issue(
                            List.of("localhost"),
                            Instant.now().minusSeconds(9),
                            Instant.now().minusSeconds(1)));
            certificates.refresh();
            int then = served.get();
            await().until(() -> served.get() > then + 50);
            assertThat(caller.shown("localhost")).isEqualTo(last);
            assertThat(certificates.view().getFirst().fault()).contains("ended at");
            ended.set(true);
        }
        StoryResults.write(
                "certificate-replaced-under-load",
                "{\"replaced\": 3, \"calls\": %d, \"failed\": %d}"
                        .formatted(served.get() + failed.get(), failed.get()));
        assertThat(failed).hasValue(0);
    }

    private static boolean isServed(String source) {
        try {
            return caller.get(source, "/leaving/under-load").startsWith("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }
}
