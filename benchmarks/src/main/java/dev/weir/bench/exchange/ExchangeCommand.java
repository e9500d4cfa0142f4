package dev.weir.bench.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.balancing.Grant;
import dev.weir.bench.exchange.adapter.grpc.ExchangingJudge;
import dev.weir.config.WeirConfig;
import dev.weir.model.ApiName;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./weir bench exchange}: judges in one process pick for callers that arrive at random, and tell one another over gRPC on loopback. */
@Command(
        name = "exchange",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Lets judges share their grants over gRPC on loopback, and tells how late each knows of the others'.")
public final class ExchangeCommand implements Callable<Integer> {
    private static final ApiName PICKED = new ApiName("bench");
    private static final String CONFIG = """
            apis: [{name: bench, match: {prefix: /bench}, pools: [edge], actuator: pick}]
            pools: [{name: edge, nodes: registry}]
            """;
    private static final int OPEN_CALLS = 40;
    private static final long SEED = 1;
    private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    @Option(names = "--judges", defaultValue = "3", description = "2 to 10; default: ${DEFAULT-VALUE}")
    private int judges;

    @Option(
            names = "--rate",
            defaultValue = "1000",
            description = "calls a second, over all; default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(names = "--seconds", defaultValue = "15", description = "default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "10", description = "seconds before that; default: ${DEFAULT-VALUE}")
    private int warmUp;

    @Option(names = "-o", paramLabel = "json", description = "as JSON")
    private String format = "table";

    private final PrintStream out;

    ExchangeCommand() {
        this(System.out);
    }

    ExchangeCommand(PrintStream out) {
        this.out = out;
    }

    private record Open(ExchangingJudge judge, Grant grant) {}

    @Override
    public Integer call() throws IOException {
        if (judges < 2 || judges > 10 || !(rate > 0 && rate <= 100_000) || seconds < 1 || seconds > 600 || warmUp < 0) {
            throw new IllegalArgumentException(
                    "expected 2 to 10 judges, a rate up to 100,000, 1 to 600 seconds and no negative warm-up");
        }
        var config = config();
        var ports = freePorts(judges);
        var all = new ArrayList<ExchangingJudge>();
        try {
            for (int port : ports) {
                all.add(new ExchangingJudge(config, PICKED, port, ports, Duration.ofSeconds(seconds)));
            }
            boolean known = await(() -> all.stream().allMatch(judge -> judge.peersUp() == judges));
            play(all, warmUp);
            long calls = play(all, seconds);
            // Every grant has ended, so each judge should come to know of none.
            known &= await(() -> all.stream().allMatch(judge -> judge.inFlight() == 0));
            out.println(format.equals("json") ? json(all, calls).toPrettyString() : table(all, calls));
            return known ? 0 : 1;
        } finally {
            all.forEach(ExchangingJudge::close);
        }
    }

    private static WeirConfig config() throws IOException {
        var file = Files.createTempFile("weir-exchange", ".yaml");
        try {
            return WeirConfig.read(Files.writeString(file, CONFIG));
        } finally {
            Files.delete(file);
        }
    }

    /** Calls in turns, at the times of a Poisson process; each ends when so many others are open. Returns how many there were. */
    private long play(List<ExchangingJudge> all, int length) {
        var random = new SplittableRandom(SEED);
        var open = new ArrayDeque<Open>();
        long start = System.nanoTime();
        long calls = 0;
        for (double at = 0; at < length; at += -Math.log(1 - random.nextDouble()) / rate) {
            LockSupport.parkNanos(start + (long) (at * 1e9) - System.nanoTime());
            var judge = all.get((int) (calls++ % all.size()));
            judge.pick().ifPresent(grant -> open.add(new Open(judge, grant)));
            if (open.size() > OPEN_CALLS) {
                end(open.remove());
            }
        }
        open.forEach(ExchangeCommand::end);
        return calls;
    }

    private static void end(Open call) {
        call.judge().completed(call.grant());
    }

    private String table(List<ExchangingJudge> all, long calls) {
        var text = new StringBuilder(
                String.format(Locale.ROOT, "%n  %d judges, %d calls in %d s%n%n", judges, calls, seconds));
        text.append(String.format("  JUDGE   EVENTS HEARD   LATE BY P50   P99%n"));
        for (int judge = 0; judge < all.size(); judge++) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-8d%12d%11.1f ms%7.1f ms%n",
                    judge + 1,
                    all.get(judge).received(),
                    all.get(judge).delayMillis(0.5),
                    all.get(judge).delayMillis(0.99)));
        }
        return text.toString();
    }

    private ObjectNode json(List<ExchangingJudge> all, long calls) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("judges", judges).put("calls", calls).put("seconds", seconds);
        var heard = json.putArray("heard");
        all.forEach(judge -> heard.addObject()
                .put("events", judge.received())
                .put("late_p50_ms", judge.delayMillis(0.5))
                .put("late_p99_ms", judge.delayMillis(0.99)));
        return json;
    }

    private static boolean await(BooleanSupplier condition) {
        long until = System.nanoTime() + WAIT_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    private static List<Integer> freePorts(int count) throws IOException {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : sockets) {
                socket.close();
            }
        }
    }
}
