package dev.weir.controlplane.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.certificates.CertificateAuthority;
import dev.weir.certificates.CertifiedKey;
import dev.weir.config.ConfigException;
import dev.weir.config.Edge;
import dev.weir.config.EdgeTls;
import dev.weir.config.HostCertificate;
import dev.weir.controlplane.SettableClock;
import dev.weir.topology.GatewayTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EdgeCertificatesTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create("an authority", NOW, Duration.ofDays(900));
    private static final HostCertificate API =
            new HostCertificate(List.of("api.example"), Path.of("api.pem"), Path.of("api.key"));
    private static final HostCertificate WEB =
            new HostCertificate(List.of("*.web.example"), Path.of("web.pem"), Path.of("web.key"));
    private static final Edge EDGE =
            Edge.DEFAULT.with(Optional.of(new EdgeTls(OptionalInt.empty(), List.of(API, WEB), false, false)));

    @TempDir
    private Path folder;

    private final SettableClock clock = new SettableClock(NOW);

    @BeforeEach
    void good() throws IOException {
        put(API, issued("api.example"));
        put(WEB, issued("*.web.example"));
    }

    private static CertifiedKey issued(String host) {
        return AUTHORITY.issue(List.of(host), NOW, NOW.plus(Duration.ofDays(30)));
    }

    private void put(HostCertificate certificate, CertifiedKey key) throws IOException {
        Files.writeString(folder.resolve(certificate.chain()), key.chainPem());
        Files.writeString(folder.resolve(certificate.key()), key.keyPem());
    }

    private EdgeCertificates start() {
        return new EdgeCertificates(
                EDGE, folder, new GatewayTls(443, folder.resolve("given").toString()), clock);
    }

    private JsonNode given(String name) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("given").resolve(name + ".yaml").toFile())
                .at("/resources/0");
    }

    private String shown(String name) throws IOException {
        return given(name)
                .at("/tls_certificate/certificate_chain/inline_string")
                .asText();
    }

    @Test
    void goodCertificates_areGivenToEnvoy_eachWithItsKeyInAFileOfItsOwn_forNobodyElse() throws IOException {
        var certificates = start();

        assertThat(certificates.get()).isEqualTo(EDGE);
        assertThat(given("api.example").get("name").asText()).isEqualTo("api.example");
        assertThat(shown("api.example")).isEqualTo(Files.readString(folder.resolve("api.pem")));
        assertThat(given("_.web.example")
                        .at("/tls_certificate/private_key/inline_string")
                        .asText())
                .isEqualTo(Files.readString(folder.resolve("web.key")));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve("given/api.example.yaml"))))
                .isEqualTo("rw-------");
    }

    @Test
    void otherEdge_isFollowed_withItsCertificates_andOneThatStaysAsItWas() throws IOException {
        var certificates = start();
        var web = Edge.DEFAULT.with(Optional.of(new EdgeTls(OptionalInt.empty(), List.of(WEB), true, false)));
        var before = shown("_.web.example");

        certificates.follow(web);

        assertThat(certificates.get()).isEqualTo(web);
        assertThat(certificates.view()).hasSize(1);
        assertThat(shown("_.web.example")).isEqualTo(before);

        certificates.follow(Edge.DEFAULT);
        assertThat(certificates.get()).isEqualTo(Edge.DEFAULT);
    }

    @Test
    void edgeWithABadCertificate_isNamed_beforeAnybodyFollowsIt() throws IOException {
        var certificates = start();
        certificates.check(EDGE);
        Files.writeString(folder.resolve("web.pem"), "none");

        assertThatThrownBy(() -> certificates.check(EDGE))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("edge.tls: ")
                .hasMessageContaining("web.pem");
    }

    @Test
    void replacedCertificate_isGiven_onceItsKeyIsThereToo() throws IOException {
        var certificates = start();
        var before = shown("api.example");
        var next = issued("api.example");

        Files.writeString(folder.resolve("api.pem"), next.chainPem());
        certificates.refresh();
        assertThat(shown("api.example")).isEqualTo(before);
        assertThat(certificates.view().getFirst().fault()).contains("is the key of another certificate");

        Files.writeString(folder.resolve("api.key"), next.keyPem());
        certificates.refresh();
        assertThat(shown("api.example")).isEqualTo(next.chainPem());
        assertThat(certificates.view().getFirst().fault()).isEmpty();
    }

    @Test
    void certificateThatIsCutEndedOrForAnother_changesNothing_andSaysWhy() throws IOException {
        var certificates = start();
        var before = shown("api.example");

        Files.writeString(folder.resolve("api.pem"), before.substring(0, 300));
        certificates.refresh();
        assertThat(certificates.view().getFirst().fault()).contains("api.pem is cut or damaged");
        put(API, AUTHORITY.issue(List.of("api.example"), NOW, NOW.plusSeconds(60)));
        clock.forward(Duration.ofSeconds(61));
        certificates.refresh();
        assertThat(certificates.view().getFirst().fault()).contains("api.pem ended at 2026-05-01T12:01:00Z");
        put(API, issued("another.example"));
        certificates.refresh();
        assertThat(certificates.view().getFirst().fault()).contains("is not for api.example, but for another.example");
        assertThat(certificates.view().getFirst().ends()).contains(NOW.plus(Duration.ofDays(30)));

        assertThat(shown("api.example")).isEqualTo(before);
        assertThat(certificates.get()).isEqualTo(EDGE);
    }

    @Test
    void certificateThatWasNeverGood_leavesItsHostsWithoutTls_andTheOthersServed() throws IOException {
        Files.delete(folder.resolve("web.key"));
        var certificates = start();

        assertThat(certificates.get().tls().orElseThrow().certificates()).containsExactly(API);
        assertThat(certificates.view().getLast().ends()).isEmpty();
        Files.delete(folder.resolve("api.key"));
        Files.delete(folder.resolve("given/api.example.yaml"));
        assertThat(start().get().tls()).isEmpty();

        put(WEB, issued("*.web.example"));
        certificates.refresh();
        assertThat(certificates.get()).isEqualTo(EDGE);
    }

    @Test
    void restartWithBadFiles_leavesWhatEnvoyHas() throws IOException {
        start();
        Files.writeString(folder.resolve("api.key"), "");

        var again = start();

        assertThat(again.get()).isEqualTo(EDGE);
        assertThat(again.view().getFirst().ends()).isPresent();
        assertThat(again.view().getFirst().fault()).contains("has no private key");
    }

    @Test
    void damagedFileOfEnvoys_isMadeAnew() throws IOException {
        start();
        Files.writeString(folder.resolve("given/api.example.yaml"), "{");

        start();

        assertThat(shown("api.example")).isEqualTo(Files.readString(folder.resolve("api.pem")));
    }
}
