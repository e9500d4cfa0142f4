package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Stock Envoy takes every file that we ship for it. */
final class EnvoyConfigTest {
    static Stream<Path> files() throws IOException {
        try (var files = Files.list(Checkout.ROOT.resolve("envoy-config"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void file_isValidForStockEnvoy(Path file) {
        var said = Checkout.run(
                Checkout.ROOT,
                Map.of(),
                List.of(
                        Checkout.ROOT
                                .resolve(".weir/tools/envoy/envoy/_bin/envoy")
                                .toString(),
                        "--mode",
                        "validate",
                        "--log-level",
                        "error",
                        "-c",
                        file.toString()));

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.out() + said.err()).contains("OK");
    }
}
