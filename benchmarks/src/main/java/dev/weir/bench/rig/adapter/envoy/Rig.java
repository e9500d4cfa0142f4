package dev.weir.bench.rig.adapter.envoy;

import dev.weir.bench.load.BenchCall;
import dev.weir.bench.load.CallPlan;
import dev.weir.bench.load.adapter.netty.NettyOpenLoop;
import dev.weir.bench.rig.BenchPolicy;
import dev.weir.bench.rig.Lab;
import dev.weir.bench.rig.PlayedBlock;
import dev.weir.bench.rig.SeenAttempt;
import dev.weir.bench.upstream.NodeScript;
import dev.weir.bench.upstream.NodeScripts;
import dev.weir.config.WeirConfig;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Everything that a scenario needs, started; plays one block after the other. {@link #close} ends whatever was started. */
public final class Rig implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(40);
    /** From the order to the start, so that all processes have heard of it. */
    private static final Duration LEAD = Duration.ofMillis(300);
    /** What was logged last arrives within this. */
    private static final Duration LOG = Duration.ofMillis(200);

    private final Lab lab;
    private final List<AutoCloseable> started = new ArrayList<>();
    private final UpstreamProcess upstreams;
    private final BenchControlPlane controlPlane;
    private final JudgeServer judge;
    private final List<Envoy> envoys = new ArrayList<>();
    private final NettyOpenLoop calls;
    private volatile Playing playing;

    /** What the nodes do now. */
    private record Playing(List<NodeScript> scripts, long base) {
        boolean isUp(int node) {
            return scripts.get(node).isUp(System.nanoTime() - base);
        }
    }

    private Rig(Lab lab, Path scenarioFile, Path envoy, Path folder) throws IOException, InterruptedException {
        this.lab = lab;
        this.playing = new Playing(NodeScripts.healthy(lab.scenario()), System.nanoTime());
        try {
            Files.createDirectories(folder);
            var file = Files.writeString(folder.resolve("weir.yaml"), lab.config());
            var config = WeirConfig.read(file);
            upstreams = started(new UpstreamProcess(
                    scenarioFile, lab.ports().node(0), lab.scenario().length()));
            controlPlane = started(new BenchControlPlane(lab, config, node -> playing.isUp(node)));
            judge = started(new JudgeServer(lab, config));
            for (int i = 0; i < lab.scenario().gateways(); i++) {
                envoys.add(started(new Envoy(envoy, i, lab.ports(), folder)));
            }
            calls = started(new NettyOpenLoop(IntStream.range(0, lab.scenario().gateways())
                    .mapToObj(
                            i -> new InetSocketAddress("127.0.0.1", lab.ports().gateway(i)))
                    .toList()));
            awaitReady(folder);
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts all and waits until every policy answers at every gateway.
     *
     * @param lab with the scenario in the length that is played
     * @param scenarioFile where the upstreams read the same scenario
     * @param folder for start files and logs
     */
    public static Rig start(Lab lab, Path scenarioFile, Path envoy, Path folder)
            throws IOException, InterruptedException {
        return new Rig(lab, scenarioFile, envoy, folder);
    }

    private <T extends AutoCloseable> T started(T part) {
        started.add(part);
        return part;
    }

    private void awaitReady(Path folder) throws IOException, InterruptedException {
        var probe = IntStream.range(0, lab.scenario().gateways())
                .mapToObj(gateway -> new BenchCall(0, gateway, 0, 100, gateway % CallPlan.CALLERS))
                .toList();
        var deadline = Instant.now().plus(READY_WITHIN);
        for (var policy : BenchPolicy.values()) {
            while (calls.run(probe, System.nanoTime(), request(policy)).stream().anyMatch(end -> !end.answered())) {
                if (Instant.now().isAfter(deadline) || envoys.stream().anyMatch(envoy -> !envoy.isAlive())) {
                    throw new IOException("no answer from every gateway under " + policy.word() + "; logs are in "
                            + folder
                            + (controlPlane.refusals().isEmpty() ? "" : "; refused: " + controlPlane.refusals()));
                }
                Thread.sleep(100);
            }
        }
    }

    private Function<BenchCall, HttpRequest> request(BenchPolicy policy) {
        return call -> {
            var request = new DefaultFullHttpRequest(
                    HttpVersion.HTTP_1_1, HttpMethod.GET, lab.path(policy, call.kind()), Unpooled.EMPTY_BUFFER);
            request.headers()
                    .set("host", "bench")
                    .set("authorization", "Bearer " + Lab.token(call.caller()))
                    .set("x-work-micros", String.valueOf(Math.round(call.workMicros())));
            return request;
        };
    }

    /** Plays one block to the end of its last call. @param seed of the faults */
    public PlayedBlock play(BenchPolicy policy, List<BenchCall> plan, long seed)
            throws IOException, InterruptedException {
        judge.attempts();
        var cpu = CpuTime.now();
        long base = System.nanoTime() + LEAD.toNanos();
        var at = Instant.now().plus(LEAD);
        long startMicros = at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
        upstreams.block(seed, startMicros);
        playing = new Playing(NodeScripts.of(lab.scenario(), seed), base);
        var ends = calls.run(plan, base, request(policy));
        var report = upstreams.report();
        playing = new Playing(NodeScripts.healthy(lab.scenario()), System.nanoTime());
        Thread.sleep(LOG.toMillis());
        return new PlayedBlock(
                startMicros,
                ends,
                attempts(policy),
                report.utilisation(),
                report.latestMillis(),
                CpuTime.now().busySince(cpu));
    }

    private List<SeenAttempt> attempts(BenchPolicy policy) {
        return judge.attempts().stream()
                .filter(attempt -> attempt.cluster().startsWith(policy.api() + "."))
                .toList();
    }

    /** Log entries that the weights did not learn from: the run is not fair then. */
    public long lostAttempts() {
        return controlPlane.lostAttempts();
    }

    /** Ends every part, also where one of them does not end well. */
    @Override
    public void close() {
        var broken = new ArrayList<Exception>();
        for (var part : started.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                broken.add(e);
            }
        }
        started.clear();
        if (!broken.isEmpty()) {
            throw new IllegalStateException("a part of the rig did not end", broken.getFirst());
        }
    }
}
