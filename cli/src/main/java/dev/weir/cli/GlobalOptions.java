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

    /** The folders, made absolute. */
    public Home home() {
        var root =
                Path.of(System.getProperty("weir.root", ".")).toAbsolutePath().normalize();
        var tools = root.resolve(".weir/tools");
        var state = home == null ? root.resolve(".weir") : home.toAbsolutePath().normalize();
        return new Home(root, state, tools);
    }
}
