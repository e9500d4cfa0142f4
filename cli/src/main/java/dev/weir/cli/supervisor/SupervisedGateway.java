package dev.weir.cli.supervisor;

import dev.weir.chain.ContractAddresses;
import dev.weir.cli.CommandFailed;
import dev.weir.cli.ServiceCertificates;
import dev.weir.cli.devnet.LocalDevnet;
import dev.weir.cli.instance.Home;
import dev.weir.cli.instance.Instance;
import dev.weir.cli.terminal.Progress;
import dev.weir.cli.terminal.Table;
import dev.weir.cli.tools.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One gateway from its first process to its last. {@link #close} ends whatever was started, also after a start that failed halfway. */
public final class SupervisedGateway implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration CERTIFICATE_LIFE = Duration.ofDays(365);

    private final Blueprint blueprint;
    private final Home home;
    private final Optional<Path> prometheus;
    private final Progress progress;
    private final Supervisor supervisor;
    private final Readiness readiness;
    private @Nullable ControlSocket control;

    /** @param prometheus the program that watches, where one is to */
    public SupervisedGateway(Blueprint blueprint, Optional<Path> prometheus, Progress progress) {
        this.blueprint = blueprint;
        this.prometheus = prometheus;
        this.home = blueprint.home();
        this.progress = progress;
        this.supervisor = new Supervisor(home, InstantSource.system());
        this.readiness = new Readiness(supervisor, home);
    }

    /** @param onDown called when {@code ./weir down} asks for the end */
    public void start(Runnable onDown) {
        Folders.prepare(home);
        Folders.forgetPastStates(home);
        identities();
        var tools = new Tools(home, progress);
        if (blueprint.weir().chain().isMemory()) {
            tools.fetchEnvoy();
        } else {
            tools.fetch();
        }
        if (blueprint.weir().chain().isDevnet()) {
            launch(blueprint.chain());
            progress.step("waiting for anvil", () -> await(blueprint.chain()));
        }
        var devnet = new LocalDevnet(blueprint);
        if (!blueprint.weir().chain().isMemory()) {
            progress.step("contracts, tokens, operators", devnet::prepare);
        }
        services();
        if (!blueprint.nodes().isEmpty()) {
            nodes(devnet);
        }
        var envoy = blueprint.envoy(Bootstrap.write(
                home, blueprint.deployment().ports(), blueprint.identities().map(ServiceCertificates::gateways)));
        launch(envoy);
        progress.step("waiting for Envoy and its routes", () -> {
            await(envoy);
            readiness.awaitEndpoints(envoy.probe(), blueprint.servedClusters(), PATIENCE);
            return true;
        });
        prometheus.ifPresent(this::observe);
        control = ControlSocket.open(home.controlSocket(), supervisor, onDown);
        new Instance(
                        ProcessHandle.current().pid(),
                        ProcessHandle.current().info().startInstant().orElseGet(Instant::now),
                        blueprint.deployment().ports(),
                        blueprint.nodes().stream()
                                .map(node -> node.name().value())
                                .toList(),
                        contracts().chainId())
                .write(home);
    }

    private ContractAddresses contracts() {
        return blueprint.weir().chain().isMemory() ? ContractAddresses.NONE : ContractAddresses.read(home.contracts());
    }

    /** New with each start: they end after a year. */
    private void identities() {
        blueprint.identities().ifPresent(certificates -> {
            try {
                certificates.make(Instant.now(), CERTIFICATE_LIFE, true);
            } catch (IOException e) {
                throw new CommandFailed(certificates.folder() + " cannot be written: " + e.getMessage(), e);
            }
        });
    }

    private void services() {
        var services = List.of(blueprint.ratelimit(), blueprint.judge(), blueprint.controlPlane());
        services.forEach(this::launch);
        for (var service : services) {
            progress.step("waiting for " + service.name(), () -> await(service));
        }
    }

    private void nodes(LocalDevnet devnet) {
        var nodes = IntStream.range(0, blueprint.nodes().size())
                .mapToObj(i -> blueprint.node(i, devnet.operatorKey(i)))
                .toList();
        nodes.forEach(this::launch);
        progress.step("waiting for " + nodes.size() + " nodes", () -> {
            nodes.forEach(this::await);
            return true;
        });
    }

    private void observe(Path program) {
        var spec = blueprint.prometheus(program, Scrapes.write(home, blueprint.deployment()));
        launch(spec);
        progress.step("waiting for Prometheus", () -> await(spec));
    }

    private void launch(ProcessSpec spec) {
        supervisor.start(spec);
    }

    private boolean await(ProcessSpec spec) {
        readiness.await(spec, PATIENCE);
        return true;
    }

    /** What runs, where, and what to try. */
    public String summary() {
        var table = new Table("PROCESS", "ADDRESS", "LOG");
        for (var status : supervisor.status()) {
            table.row(
                    status.name(),
                    status.address(),
                    home.root().relativize(Path.of(status.log())).toString());
        }
        return Welcome.text(table, blueprint, home);
    }

    @Override
    public void close() {
        try {
            if (control != null) {
                control.close();
            }
            supervisor.close();
            Files.deleteIfExists(home.instanceFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
