package dev.weir.cli.supervisor;

import dev.weir.cli.CommandFailed;
import dev.weir.cli.instance.Home;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Waits until a process answers its probe. */
public final class Readiness {
    private static final int LINES = 12;
    private static final Pattern DAMAGED = Pattern.compile("/\\S+ is damaged[;(, ].*");
    private static final Duration POLL = Duration.ofMillis(100);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    private final Probe probe = new Probe();
    private final Supervisor supervisor;
    private final Home home;

    public Readiness(Supervisor supervisor, Home home) {
        this.supervisor = supervisor;
        this.home = home;
    }

    /** @throws CommandFailed where it has not answered in time, or died three times: with the end of its log */
    public void await(ProcessSpec spec, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!answers(spec.probe())) {
            if (System.nanoTime() > deadline || crashed(spec.name())) {
                throw new CommandFailed(spec.name() + " did not become ready; " + why(spec.name()));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    /**
     * Waits until Envoy has a healthy endpoint in each of the clusters: a live one may still wait for the nodes' first heartbeats and checks.
     *
     * @throws CommandFailed that names those without one in time
     */
    public void awaitEndpoints(URI admin, Set<String> clusters, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        var without = without(admin, clusters);
        while (!without.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailed("Envoy found no healthy node for " + String.join(", ", without)
                        + "; the nodes' logs and " + home.log("xds-control-plane") + " may say why");
            }
            LockSupport.parkNanos(POLL.toNanos());
            without = without(admin, clusters);
        }
    }

    private SortedSet<String> without(URI admin, Set<String> clusters) {
        var without = new TreeSet<>(clusters);
        var request = HttpRequest.newBuilder(admin.resolve("/stats?filter=membership_healthy"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try {
            var stats = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            without.removeIf(cluster -> stats.lines()
                    .anyMatch(line ->
                            line.startsWith("cluster." + cluster + ".membership_healthy: ") && !line.endsWith(": 0")));
        } catch (IOException e) {
            // Not yet.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted while waiting for " + admin, e);
        }
        return without;
    }

    private boolean crashed(String name) {
        return supervisor.status().stream().anyMatch(status -> status.name().equals(name) && status.restarts() >= 3);
    }

    private boolean answers(URI uri) {
        return probe.ask(uri, Duration.ofSeconds(2)).join();
    }

    /** A damaged file in the one line that the service has for it; else the end of the log. */
    private String why(String name) {
        var log = lines(name);
        return log.reversed().stream()
                .map(DAMAGED::matcher)
                .filter(Matcher::find)
                .map(Matcher::group)
                .findFirst()
                .orElseGet(() -> "the end of " + home.log(name) + ":\n"
                        + String.join("\n", log.subList(Math.max(0, log.size() - LINES), log.size())));
    }

    private List<String> lines(String name) {
        try {
            // Decoded leniently: a log may hold any byte.
            return new String(Files.readAllBytes(home.log(name)), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            return List.of("(no log)");
        }
    }
}
