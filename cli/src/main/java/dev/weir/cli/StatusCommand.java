package dev.weir.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.cli.instance.Api;
import dev.weir.cli.instance.Home;
import dev.weir.cli.instance.HomeLock;
import dev.weir.cli.instance.Instance;
import dev.weir.cli.supervisor.ControlSocket;
import dev.weir.cli.supervisor.Orphans;
import dev.weir.cli.terminal.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir status}: what runs, since when, how often it was restarted, how much memory it holds. */
@Command(name = "status", description = "Shows what runs.", mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "-o", paramLabel = "FORMAT", description = "table or json", defaultValue = "table")
    private OutputFormat format = OutputFormat.TABLE;

    StatusCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var home = global.home();
        if (Instance.find(home).isEmpty()) {
            throw notRunning(home);
        }
        var processes = ControlSocket.ask(home.controlSocket(), "status").withArray("processes");
        for (var process : processes) {
            ((ObjectNode) process).put("rssMib", residentMib(process.get("pid").asLong()));
        }
        if (format == OutputFormat.JSON) {
            System.out.println(processes.toPrettyString());
            return 0;
        }
        var table = new Table("PROCESS", "STATE", "PID", "UP", "RESTARTS", "RSS", "ADDRESS");
        long sum = 0;
        for (var process : processes) {
            sum += process.get("rssMib").asLong();
            var since = Instant.parse(process.get("since").asText());
            table.row(
                    process.get("name").asText(),
                    process.get("state").asText(),
                    process.get("pid").asText(),
                    Duration.between(since, Instant.now()).toSeconds() + " s",
                    process.get("restarts").asText(),
                    process.get("rssMib").asText() + " MiB",
                    process.get("address").asText());
        }
        System.out.print(table.text());
        System.out.println(" together " + sum + " MiB");
        System.out.print(gateways(Instance.running(home)));
        System.out.print(config(home));
        System.out.print(CertificateLines.of(Instance.find(home).orElseThrow()));
        return 0;
    }

    /** The Envoys that came to the control plane, also those that somebody else started; nothing while it does not answer. */
    private static String gateways(Instance instance) {
        try {
            var view = new Api().get(instance.dashboard("/api/v1/view"));
            return GatewayTable.of(view.path("gateways"), new Api().get(instance.dashboard("/api/v1/sync")))
                    + HeadLines.of(view.path("apis"));
        } catch (CommandFailed unanswered) {
            return "";
        }
    }

    /** What is in force; nothing while the control plane does not answer. */
    private static String config(Home home) {
        try {
            var shown = ConfigClient.of(home).inForce();
            var version = shown.path("version");
            return "\nconfiguration: version " + version.path("number").asText() + " of "
                    + version.path("at").asText() + ", by " + version.path("by").asText() + ": "
                    + version.path("reason").asText()
                    + (shown.path("asTheFile").asBoolean()
                            ? ""
                            : "; the file that the gateway was started with says something else")
                    + (shown.path("trouble").isTextual()
                            ? "\n " + shown.path("trouble").asText()
                            : "")
                    + "\n";
        } catch (CommandFailed unanswered) {
            return "";
        }
    }

    private static CommandFailed notRunning(Home home) {
        var holder = HomeLock.holder(home);
        if (holder.isPresent()) {
            return new CommandFailed("a gateway starts or ends at " + home.state() + " (process "
                    + holder.get().pid() + "); ask again when it has, or end it with ./weir down");
        }
        var orphans = Orphans.of(home).all();
        return orphans.isEmpty()
                ? new CommandFailed("no gateway runs from " + home.state() + "; start one with ./weir up")
                : new CommandFailed(
                        "the supervisor of " + home.state() + " was killed; what it left runs on unwatched: "
                                + orphans.stream()
                                        .map(orphan -> orphan.name() + " (process "
                                                + orphan.process().pid() + ")")
                                        .collect(Collectors.joining(", "))
                                + "; ./weir down ends it, ./weir up ends it and starts anew");
    }

    /** Resident memory as Linux counts it; 0 where it does not say. */
    private static long residentMib(long pid) {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
