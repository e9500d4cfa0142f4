package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.Devnet;
import dev.weir.it.Checkout.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The pages, in a real headless Chromium. Each check of the scripts prints one line; this reads them. */
@ExtendWith(Gateway.Extension.class)
final class PagesStoryTest {
    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
    }

    @Test
    void dashboard_tellsWhatEnvoyTells_andTakesOrders() throws IOException {
        countFromZero();
        gateway.weir("traffic", "--rate", "40", "--duration", "6s", "-o", "json")
                .ok();
        gateway.weir("freeze", "--reason", "to compare").ok();
        try {
            var said = script(
                    "dashboard.mjs",
                    Gateway.uri(8_080, "").toString(),
                    Gateway.uri(9_901, "").toString(),
                    Files.readString(gateway.home().resolve("data/control-plane/admin-token"))
                            .strip());

            assertPassed(said, 10);
        } finally {
            gateway.weir("unfreeze", "--reason", "compared").ok();
        }
    }

    /** Envoy and the control plane count from their own starts, and another story may have restarted one of them. */
    private void countFromZero() {
        gateway.weir("stop", "envoy").ok();
        gateway.weir("stop", "xds-control-plane").ok();
        gateway.start("xds-control-plane");
        gateway.start("envoy");
        gateway.settle();
    }

    @Test
    void signInPage_signsInWithAnInjectedWallet() {
        var said = script(
                "signin.mjs",
                Gateway.uri(10_000, "").toString(),
                "0x" + "%064x".formatted(Devnet.signer(8).privateKey()));

        assertPassed(said, 6);
    }

    /** @param least a script that checks nothing has not passed */
    private static void assertPassed(Said said, int least) {
        assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
        assertThat(said.out().lines().filter(line -> line.startsWith("ok - ")).count())
                .as(said.out())
                .isGreaterThanOrEqualTo(least);
        assertThat(said.out()).doesNotContain("not ok");
    }

    private static Said script(String name, String... arguments) {
        var command = new ArrayList<>(List.of("node", name));
        command.addAll(List.of(arguments));
        return Checkout.run(Checkout.ROOT.resolve("integration-tests/browser"), Map.of(), command);
    }
}
