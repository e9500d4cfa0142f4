package dev.weir.bench.upstream.adapter.netty;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.bench.upstream.NodeScript;
import dev.weir.bench.upstream.NodeScripts;
import dev.weir.bench.upstream.Stretched;
import dev.weir.simulator.scenario.Scenario;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/**
 * The process of all nodes of a scenario. Reads orders, one a line, until its input ends: {@code block <seed> <microseconds since the epoch>} plays
 * the scenario's faults from then on, {@code report} tells in one line of JSON what came of it and heals all.
 */
public final class Upstreams {
    /** What loopback and Envoy take by themselves, about; the rest of a scenario's network delay is slept. */
    private static final Duration LOOPBACK = Duration.ofMillis(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Scenario scenario;
    private final EventLoop loop;
    private final Timekeeper time;
    private final List<BenchNode> nodes = new ArrayList<>();

    private Upstreams(Scenario scenario, int firstPort) {
        this.scenario = scenario;
        // One thread for all nodes: their lines need no locks, and two cores have other work.
        var group = new NioEventLoopGroup(1, new DefaultThreadFactory("nodes", true));
        this.loop = group.next();
        this.time = new Timekeeper(loop);
        var server = new ServerBootstrap().group(group);
        var healthy = NodeScripts.healthy(scenario);
        for (var kind : scenario.nodes()) {
            for (int i = 0; i < kind.count(); i++) {
                long extra = Math.max(0, kind.delay().minus(LOOPBACK).toNanos());
                int node = nodes.size();
                nodes.add(new BenchNode(time, server, firstPort + node, kind.limit(), extra, healthy.get(node)));
            }
        }
    }

    /** Arguments: the scenario's file, the first node's port, the measured length in milliseconds. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        var scenario = Stretched.to(Scenario.read(Path.of(args[0])), Duration.ofMillis(Long.parseLong(args[2])));
        var upstreams = new Upstreams(scenario, Integer.parseInt(args[1]));
        upstreams.onLoop(() -> {
            upstreams.nodes.forEach(BenchNode::revive);
            return true;
        });
        System.out.println("ready");
        upstreams.obey(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII)));
    }

    private void obey(BufferedReader orders) throws IOException, InterruptedException, ExecutionException {
        for (var order = orders.readLine(); order != null; order = orders.readLine()) {
            var words = order.split(" ", -1);
            switch (words[0]) {
                case "block" -> block(Long.parseLong(words[1]), Long.parseLong(words[2]));
                case "report" -> System.out.println(JSON.writeValueAsString(report()));
                default -> throw new IllegalArgumentException("unknown order: " + order);
            }
        }
    }

    private void block(long seed, long startMicros) throws InterruptedException, ExecutionException {
        long from = scenario.warmup().toNanos();
        long until = from + scenario.length().toNanos();
        play(NodeScripts.of(scenario, seed), startMicros, from, until);
    }

    private Map<String, Object> report() throws InterruptedException, ExecutionException {
        var utilisation =
                onLoop(() -> nodes.stream().map(BenchNode::utilisation).toList());
        double late = time.latestNanos() / 1e6;
        play(NodeScripts.healthy(scenario), micros(Instant.now()), 0, 1);
        return Map.of("utilisation", utilisation, "latest_ms", late);
    }

    private void play(List<NodeScript> scripts, long startMicros, long from, long until)
            throws InterruptedException, ExecutionException {
        long base = System.nanoTime() + (startMicros - micros(Instant.now())) * 1_000;
        onLoop(() -> {
            for (int i = 0; i < nodes.size(); i++) {
                nodes.get(i).play(scripts.get(i), base, from, until);
            }
            return true;
        });
    }

    private static long micros(Instant at) {
        return at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000;
    }

    private <T> T onLoop(Callable<T> work) throws InterruptedException, ExecutionException {
        return loop.submit(work).get();
    }
}
