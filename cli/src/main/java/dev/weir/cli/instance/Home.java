package dev.weir.cli.instance;

import java.nio.file.Path;
import java.util.Locale;

/**
 * The folders of one gateway.
 *
 * @param root the checkout: config, contracts, built services
 * @param state what this gateway keeps: {@code run/} for logs and process state, {@code data/} for what must survive
 * @param tools Envoy, anvil, forge; shared by the gateways of a checkout
 */
public record Home(Path root, Path state, Path tools) {
    public Path run() {
        return state.resolve("run");
    }

    /** Where anvil puts states of past blocks. It leaves them behind when it ends, and does not read them again. */
    public Path pastStates() {
        return run().resolve("chain-states");
    }

    public Path data() {
        return state.resolve("data");
    }

    public Path data(String service) {
        return data().resolve(service);
    }

    public Path log(String process) {
        return run().resolve(process + ".log");
    }

    public Path instanceFile() {
        return run().resolve("instance.json");
    }

    /** Held by the supervisor for as long as it lives. */
    public Path lock() {
        return run().resolve("lock");
    }

    public Path controlSocket() {
        return run().resolve("control.sock");
    }

    public Path adminToken() {
        return data("control-plane").resolve("admin-token");
    }

    public Path contracts() {
        return data("chain").resolve("contracts.json");
    }

    public Path envoy() {
        return tools.resolve("envoy/envoy/_bin/envoy");
    }

    /** A binary of the Foundry tool chain. */
    public Path foundry(String tool) {
        return tools.resolve("node_modules/@foundry-rs/" + tool + "-" + platform() + "/bin/" + tool);
    }

    private static String platform() {
        var os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        var arch = System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "amd64";
        return os + "-" + arch;
    }
}
