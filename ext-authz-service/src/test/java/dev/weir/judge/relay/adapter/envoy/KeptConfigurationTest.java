package dev.weir.judge.relay.adapter.envoy;

import static dev.weir.judge.relay.adapter.envoy.Telling.CLUSTERS;
import static dev.weir.judge.relay.adapter.envoy.Telling.ENDPOINTS;
import static dev.weir.judge.relay.adapter.envoy.Telling.LISTENERS;
import static dev.weir.judge.relay.adapter.envoy.Telling.ROUTES;
import static dev.weir.judge.relay.adapter.envoy.Telling.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.weir.judge.SettableClock;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import io.envoyproxy.envoy.service.discovery.v3.DiscoveryResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptConfigurationTest {
    private static final Instant START = Instant.parse("2026-11-28T07:00:00Z");
    private static final String CONTROL_PLANE = "127.0.0.1:18000";
    private static final Path VERSION_1 =
            Path.of("src/test/resources/dev/weir/judge/relay/adapter/envoy/configuration-1");

    private final SettableClock clock = new SettableClock(START);

    @TempDir
    private Path folder;

    private KeptConfiguration started() {
        return new KeptConfiguration(folder, CONTROL_PLANE, clock);
    }

    private Path file() {
        return folder.resolve("configuration");
    }

    @Test
    void configuration_isWhole_onceAllTypesWereTold() throws Exception {
        var kept = started();
        var all = Telling.resources(1);

        kept.began();
        kept.told(response(CLUSTERS, all.clusters()));
        kept.told(response(ENDPOINTS, all.endpoints()));
        kept.told(response(LISTENERS, all.listeners()));
        assertThat(kept.newest()).isEmpty();

        kept.told(response(ROUTES, all.routes()));
        assertThat(weight(kept)).isEqualTo(1);
    }

    @Test
    void streamThatEndsHalfTold_leavesTheLastWholeOne() throws Exception {
        var kept = started();
        Telling.all(kept, 1);
        kept.ended();

        kept.began();
        kept.told(response(CLUSTERS, List.of()));
        kept.told(response(ENDPOINTS, List.of()));
        kept.ended();

        assertThat(weight(kept)).isEqualTo(1);
    }

    @Test
    void resourceThatCannotBeRead_isRefused_andTheLastGoodStays() throws Exception {
        var kept = started();
        Telling.all(kept, 1);

        var alien = DiscoveryResponse.newBuilder()
                .setTypeUrl(ENDPOINTS)
                .addResources(Any.pack(Cluster.getDefaultInstance()))
                .build();
        assertThatThrownBy(() -> kept.told(alien)).isInstanceOf(InvalidProtocolBufferException.class);

        assertThat(weight(kept)).isEqualTo(1);
    }

    @Test
    void configuration_survivesARestart_ofItsOwnerAlone() throws Exception {
        var kept = started();
        Telling.all(kept, 7);
        kept.close();

        assertThat(weight(started())).isEqualTo(7);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void age_countsFromTheEndOfTheStream_alsoOverARestart() throws Exception {
        var kept = started();
        assertThat(kept.age()).isEmpty();

        Telling.all(kept, 1);
        clock.forward(Duration.ofHours(1));
        assertThat(kept.age()).contains(Duration.ZERO);

        kept.ended();
        clock.forward(Duration.ofMinutes(2));
        assertThat(kept.age()).contains(Duration.ofMinutes(2));
        kept.close();
        assertThat(started().age()).contains(Duration.ofMinutes(2));
    }

    @Test
    void fileOfAConfigurationThatStandsForLong_isRenewedEachMinute() throws Exception {
        var kept = started();
        Telling.all(kept, 1);
        kept.write();
        clock.forward(Duration.ofSeconds(59));
        kept.write();
        assertThat(started().age()).contains(Duration.ofSeconds(59));

        clock.forward(Duration.ofSeconds(1));
        kept.write();

        assertThat(started().age()).contains(Duration.ZERO);
    }

    @Test
    void damagedFile_isNotServed_whereverTheDamageIs() throws Exception {
        var kept = started();
        Telling.all(kept, 1);
        kept.close();
        var whole = Files.readAllBytes(file());

        for (int at = 0; at < whole.length; at++) {
            var damaged = whole.clone();
            damaged[at] ^= 1;
            Files.write(file(), damaged);
            assertThat(started().newest()).as("bit of byte " + at).isEmpty();
        }
        Files.write(file(), new byte[0]);
        assertThat(started().newest()).isEmpty();
    }

    @Test
    void damagedFile_isReplaced_onceTheControlPlaneAnswers() throws Exception {
        Files.writeString(file(), "weir-configuration 1 of something else");
        var kept = started();

        Telling.all(kept, 5);
        kept.close();

        assertThat(weight(started())).isEqualTo(5);
    }

    @Test
    void fileOfAnotherControlPlane_isNotServed() throws Exception {
        var kept = new KeptConfiguration(folder, "127.0.0.1:19000", clock);
        Telling.all(kept, 1);
        kept.close();

        assertThat(started().newest()).isEmpty();
    }

    @Test
    void fileThatCannotBeWritten_stopsNothing() throws Exception {
        Files.createDirectory(file());
        Files.createFile(file().resolve("in-the-way"));
        var kept = started();

        Telling.all(kept, 1);
        kept.write();

        assertThat(weight(kept)).isEqualTo(1);
    }

    @Test
    void fileOfVersion1_isRead() throws Exception {
        if (Boolean.getBoolean("golden.write")) {
            var kept = started();
            Telling.all(kept, 600_000);
            kept.close();
            Files.createDirectories(VERSION_1.getParent());
            Files.copy(file(), VERSION_1, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.copy(VERSION_1, file(), StandardCopyOption.REPLACE_EXISTING);

        assertThat(weight(started())).isEqualTo(600_000);
        assertThat(started().newest().orElseThrow().at()).isEqualTo(START);
    }

    private static int weight(KeptConfiguration kept) throws IOException {
        var endpoints = kept.newest()
                .orElseThrow()
                .told()
                .snapshot()
                .endpoints()
                .resources()
                .values()
                .iterator()
                .next();
        return endpoints
                .getEndpoints(0)
                .getLbEndpoints(0)
                .getLoadBalancingWeight()
                .getValue();
    }
}
