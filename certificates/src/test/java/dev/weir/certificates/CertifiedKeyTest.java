package dev.weir.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CertifiedKeyTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final CertificateAuthority AUTHORITY =
            CertificateAuthority.create("an authority", NOW, Duration.ofDays(900));

    @TempDir
    private Path folder;

    private Path chain;
    private Path key;

    @BeforeEach
    void good() throws IOException {
        var good = issued("api.example", "*.wild.example", "127.0.0.1");
        chain = Files.writeString(
                folder.resolve("api.pem"), good.chainPem() + AUTHORITY.self().chainPem());
        key = Files.writeString(folder.resolve("api.key"), good.keyPem());
    }

    private static CertifiedKey issued(String... names) {
        return AUTHORITY.issue(List.of(names), NOW, NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void goodPair_isRead_withItsEnd() {
        var read = CertifiedKey.read(chain, key, NOW);

        assertThat(read.chain()).hasSize(2);
        assertThat(read.ends()).isEqualTo("2026-05-31T12:00:00Z");
        assertThat(read.toString()).contains("api.example").doesNotContain("PRIVATE");
    }

    @Test
    void hosts_areThoseItNames_andOneLabelOfAStar() {
        var read = CertifiedKey.read(chain, key, NOW);

        assertThat(read.forHosts(List.of("api.example", "a.wild.example", "*.wild.example", "127.0.0.1"), chain))
                .isSameAs(read);
        assertThatThrownBy(() -> read.forHosts(List.of("b.a.wild.example"), chain))
                .isInstanceOf(CertificateFault.class)
                .hasMessage(chain + " is not for b.a.wild.example, but for api.example, *.wild.example, 127.0.0.1");
    }

    @Test
    void cutChain_isToldAsSuch() throws IOException {
        var whole = Files.readString(chain);
        Files.writeString(chain, whole.substring(0, whole.length() - 60));

        fault(NOW).hasMessage(chain + " is cut or damaged; put the whole PEM file there");
    }

    @Test
    void keyOfAnother_isToldAsSuch() throws IOException {
        Files.writeString(key, issued("api.example").keyPem());

        fault(NOW).hasMessage(key + " is the key of another certificate than " + chain + "; replace both");
    }

    @Test
    void endedOrNotBegun_isToldWithItsDate() {
        fault(NOW.plus(Duration.ofDays(31))).hasMessage(chain + " ended at 2026-05-31T12:00:00Z; renew it");
        fault(NOW.minus(Duration.ofDays(1)))
                .hasMessage(chain + " begins at 2026-05-01T11:55:00Z, and it is 2026-04-30T12:00:00Z now");
    }

    @Test
    void chainInTheWrongOrder_isToldAsSuch() throws IOException {
        var foreign = CertificateAuthority.create("another", NOW, Duration.ofDays(900));
        Files.writeString(
                chain, issued("api.example").chainPem() + foreign.self().chainPem());
        Files.writeString(key, Files.readString(key));

        fault(NOW).hasMessageContaining(" is the key of another certificate ");
        var good = issued("api.example");
        Files.writeString(chain, good.chainPem() + foreign.self().chainPem());
        Files.writeString(key, good.keyPem());
        fault(NOW).hasMessageContaining("certificate 2 did not sign certificate 1");
    }

    @Test
    void missingFile_andFileWithoutWhatItIsFor_areTold() throws IOException {
        Files.writeString(key, AUTHORITY.self().chainPem());
        fault(NOW).hasMessageContaining(key + " has no private key");

        Files.delete(key);
        fault(NOW).hasMessage(key + " does not exist");
    }

    @Test
    void anyBytes_areTheFaultOfTheirFile() throws IOException {
        for (var bytes :
                List.of("", "\0\0\0", "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", "\u00ff\u00fe")) {
            Files.writeString(chain, bytes);
            fault(NOW).hasMessageStartingWith(chain.toString());
        }
    }

    private AbstractThrowableAssert<?, ? extends Throwable> fault(Instant now) {
        return assertThatThrownBy(() -> CertifiedKey.read(chain, key, now)).isInstanceOf(CertificateFault.class);
    }
}
