package dev.weir.it.endings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unknown is not dead, by calls through a stock Envoy: what the control plane loses sight of all at once goes on being served. */
final class MembershipTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int TICKS_A_SECOND = 4;

    @TempDir
    private Path folder;

    private MembershipRig rig;
    private int callers;

    @BeforeEach
    void serve() throws IOException {
        rig = new MembershipRig(
                27_400,
                ROOT.resolve(".weir/tools/envoy/envoy/_bin/envoy"),
                ROOT.resolve("envoy-config/bootstrap.yaml"),
                folder);
        rig.tick();
        rig.beat();
        rig.tick();
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(this::served);
    }

    @AfterEach
    void end() throws IOException {
        rig.close();
    }

    @Test
    void heartbeatsThatAreCutOff_failNoCall() throws IOException {
        run(60);

        assertThat(rig.said()).containsExactly("membership");
    }

    @Test
    void clockSetAnHourForward_failsNoCall() throws IOException {
        runWithClock(Duration.ofHours(1));
    }

    @Test
    void clockSetAnHourBack_failsNoCall() throws IOException {
        runWithClock(Duration.ofHours(-1));
    }

    @Test
    void registryThatIsEmptyOnce_failsNoCall() throws IOException {
        MembershipRig.nodes().forEach(rig::deregister);
        beatAndRun(8);
        assertThat(rig.said()).singleElement().asString().contains("suddenly lacks 4 of 4 nodes");

        MembershipRig.nodes().forEach(rig::register);
        beatAndRun(8);
        assertThat(rig.said()).isEmpty();
    }

    @Test
    void registryThatIsHalf_failsNoCall_alsoOnceItIsBelieved() throws IOException {
        MembershipRig.nodes().stream().limit(2).forEach(rig::deregister);
        beatAndRun(8);
        assertThat(rig.said()).singleElement().asString().contains("suddenly lacks 2 of 4 nodes");

        beatAndRun(8);
        assertThat(rig.said()).isEmpty();
        assertThat(rig.chain().activeNodes()).hasSize(2);
    }

    /** What the others would look like if nothing were held. */
    @Test
    void registryThatStaysEmpty_isBelieved_andCallsSaySo() throws IOException {
        MembershipRig.nodes().forEach(rig::deregister);
        for (int tick = 0; tick < 15 * TICKS_A_SECOND; tick++) {
            rig.beat();
            rig.tick();
        }

        await().untilAsserted(() -> assertThat(rig.calls().get("/fine/quote"))
                .startsWith("HTTP/1.1 503")
                .contains("nodes_unavailable"));
    }

    private void runWithClock(Duration ahead) throws IOException {
        rig.moveWallClock(ahead);
        beatAndRun(60);
        assertThat(rig.said()).containsExactly("membership");

        rig.moveWallClock(Duration.ZERO);
        beatAndRun(2);
        assertThat(rig.said()).isEmpty();
    }

    private void beatAndRun(int seconds) throws IOException {
        for (int second = 0; second < seconds; second++) {
            rig.beat();
            run(1);
        }
    }

    /** So many seconds of the control plane, with a call after each tick. */
    private void run(int seconds) throws IOException {
        for (int tick = 0; tick < seconds * TICKS_A_SECOND; tick++) {
            rig.tick();
            assertThat(rig.calls().get("/fine/by/" + ++callers)).startsWith("HTTP/1.1 200");
        }
    }

    private boolean served() throws IOException {
        return rig.calls().get("/fine/ready").startsWith("HTTP/1.1 200");
    }
}
