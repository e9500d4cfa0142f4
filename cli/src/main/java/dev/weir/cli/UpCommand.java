package dev.weir.cli;

import dev.weir.cli.instance.Home;
import dev.weir.cli.instance.HomeLock;
import dev.weir.cli.supervisor.Blueprint;
import dev.weir.cli.supervisor.EdgeFiles;
import dev.weir.cli.supervisor.Orphans;
import dev.weir.cli.supervisor.PortCheck;
import dev.weir.cli.supervisor.SupervisedGateway;
import dev.weir.cli.terminal.Progress;
import dev.weir.cli.tools.OnPath;
import dev.weir.config.Deployment;
import dev.weir.config.WeirConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir up}: everything on one machine, supervised until Ctrl-C or {@code ./weir down}. */
@Command(
        name = "up",
        description = "Starts a gateway with a devnet and five demo nodes, and watches over it until Ctrl-C.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private final GlobalOptions global;

    @Option(names = "--config", paramLabel = "FILE", description = "what the gateway offers (default: weir.yaml)")
    private @Nullable Path config;

    @Option(names = "--deployment", paramLabel = "FILE", description = "what runs where (default: deploy/local.yaml)")
    private @Nullable Path deployment;

    @Option(names = "--port-offset", paramLabel = "N", description = "moves every port by N", defaultValue = "0")
    private int portOffset;

    @Option(names = "--detach", description = "returns once all is ready; end it with ./weir down")
    private boolean detach;

    @Option(names = "--observe", description = "starts Prometheus too, where it is on the PATH")
    private boolean observe;

    @Option(names = "--watch", description = "puts the file in force whenever it changes; a bad one changes nothing")
    private boolean watch;

    @Option(names = "--mtls", description = "services and Envoy speak mutual TLS, by certificates that are made for it")
    private boolean mutualTls;

    UpCommand(GlobalOptions global) {
        this.global = global;
    }

    @Override
    public Integer call() {
        var home = global.home();
        var weirFile = config == null ? home.root().resolve("weir.yaml") : config.toAbsolutePath();
        var weir = WeirConfig.read(weirFile);
        EdgeFiles.check(weir, weirFile, Instant.now());
        var written = Deployment.read(deployment == null ? home.root().resolve("deploy/local.yaml") : deployment);
        var plan = Asked.check("--port-offset " + portOffset, () -> written.withPortOffset(portOffset));
        var plain = new Blueprint(home, plan, weirFile, weir);
        var blueprint = mutualTls ? plain.with(ServiceCertificates.here(home.data("identities"))) : plain;
        requireSecrets(weir);
        if (detach) {
            return Detached.start(home);
        }
        try (var lock = HomeLock.take(home)) {
            return run(blueprint, observe, watch, lock);
        }
    }

    private static void requireSecrets(WeirConfig weir) {
        weir.pools().stream()
                .flatMap(pool -> pool.endpoints().stream())
                .forEach(endpoint -> endpoint.unreadable(System.getenv()).ifPresent(why -> {
                    throw new CommandFailed(
                            "endpoint " + endpoint.name() + ": " + why + "; set it, as Envoy reads it there");
                }));
    }

    /** @param lock held until all that was started has ended */
    private static int run(Blueprint blueprint, boolean observe, boolean watch, HomeLock lock) {
        var progress = new Progress(System.err, InstantSource.system());
        endOrphans(blueprint.home(), progress);
        var prometheus = observe ? OnPath.find("prometheus") : Optional.<Path>empty();
        var ports = new LinkedHashMap<>(blueprint.ports());
        prometheus.ifPresent(program ->
                ports.put("Prometheus", blueprint.deployment().ports().prometheus()));
        PortCheck.requireFree(ports);
        progress.say("Weir is starting");
        missing(observe, prometheus).ifPresent(progress::say);
        var started = Instant.now();
        try (var gateway = new SupervisedGateway(blueprint, prometheus, progress)) {
            var ended = new CountDownLatch(1);
            var hook = Thread.ofPlatform().unstarted(() -> {
                gateway.close();
                ended.countDown();
            });
            Runtime.getRuntime().addShutdownHook(hook);
            gateway.start(ended::countDown);
            progress.say(String.format(
                    Locale.ROOT,
                    "ready after %.1f s%n",
                    Duration.between(started, Instant.now()).toMillis() / 1_000.0));
            System.out.println(gateway.summary());
            System.out.flush();
            try (var reload = new ConfigReload(
                    blueprint.config(), ConfigReload.to(blueprint.home()), line -> progress.say("  " + line))) {
                if (watch) {
                    reload.start();
                }
                ended.await();
            }
            progress.say("ending");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** What cannot be had for watching, in a line. */
    static Optional<String> missing(boolean observe, Optional<Path> prometheus) {
        return observe && prometheus.isEmpty()
                ? Optional.of(
                        "  nothing watches: no prometheus is on the PATH (Debian: apt-get install prometheus); all else starts")
                : Optional.empty();
    }

    private static void endOrphans(Home home, Progress progress) {
        var orphans = Orphans.of(home);
        if (!orphans.all().isEmpty()) {
            progress.step("ending " + orphans.all().size() + " processes that a killed supervisor left", () -> {
                orphans.end();
                return true;
            });
        }
    }
}
