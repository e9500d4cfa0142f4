package dev.weir.cli;

import dev.weir.cli.instance.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes. */
public final class GlobalOptions {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "where this gateway keeps its state (default: .weir in the checkout)",
            scope = ScopeType.INHERIT)
    private @Nullable Path home;

    /** The folders, made absolute. {@code WEIR_TOOLS} names another folder for Envoy, anvil and forge, which checkouts may share. */
    public Home home() {
        var root =
                Path.of(System.getProperty("weir.root", ".")).toAbsolutePath().normalize();
        var shared = System.getenv("WEIR_TOOLS");
        var tools =
                shared == null ? root.resolve(".weir/tools") : Path.of(shared).toAbsolutePath();
        var state = home == null ? root.resolve(".weir") : home.toAbsolutePath().normalize();
        return new Home(root, state, tools);
    }
}
