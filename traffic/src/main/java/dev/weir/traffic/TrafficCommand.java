package dev.weir.traffic;

import dev.weir.traffic.load.OpenLoop;
import dev.weir.traffic.load.adapter.apache.ApacheWire;
import dev.weir.traffic.port.TokenSource;
import dev.weir.traffic.port.TokensUnavailable;
import dev.weir.traffic.report.Tally;
import dev.weir.traffic.report.TrafficReport;
import dev.weir.traffic.report.TrafficTable;
import dev.weir.traffic.workload.ApiMix;
import dev.weir.traffic.workload.Attack;
import dev.weir.traffic.workload.Bursts;
import dev.weir.traffic.workload.LogReplay;
import dev.weir.traffic.workload.MergedWorkload;
import dev.weir.traffic.workload.Party;
import dev.weir.traffic.workload.PlannedCaller;
import dev.weir.traffic.workload.PoissonWorkload;
import dev.weir.traffic.workload.Workload;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code ./weir traffic}. Ctrl-C ends it early, with the report of what was sent. Exit codes: 0 ran; 1 faults and {@code --fail-on-errors}, or it could not run; 2 asked wrongly. The same
 * seed plans the same calls.
 */
@Command(
        name = "traffic",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends traffic to a gateway on this machine and tells what came back.")
public final class TrafficCommand implements Callable<Integer> {
    private static final int IN_FLIGHT = 4_096;
    private static final int CONNECTIONS = 2_048;
    private static final int MOST_RATE = 100_000;

    private final TokenSource tokens;
    private final Supplier<URI> gateway;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--target", paramLabel = "URL", description = "default: the gateway that runs here")
    private @Nullable URI target;

    @Option(names = "--rate", defaultValue = "100", description = "honest calls a second; default: ${DEFAULT-VALUE}")
    private double rate;

    @Option(names = "--duration", defaultValue = "30s", description = "as 500ms, 30s or 5m; default: ${DEFAULT-VALUE}")
    private String duration = "";

    @Option(names = "--api", defaultValue = "mix", description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private ApiMix api = ApiMix.MIX;

    @Option(
            names = "--callers",
            defaultValue = "20",
            description = "honest callers, each with its token and address; default: ${DEFAULT-VALUE}")
    private int callers;

    @Option(names = "--anonymous", description = "nobody signs in")
    private boolean anonymous;

    @Option(
            names = "--bursts",
            paramLabel = "TEXT",
            description = "more traffic at times, as every=10s,length=1s,factor=5")
    private @Nullable String bursts;

    @Option(
            names = "--attack",
            split = ",",
            description = "attackers beside the honest: ${COMPLETION-CANDIDATES}, or several with commas")
    private List<Attack> attacks = List.of();

    @Option(
            names = "--attack-rate",
            paramLabel = "RATE",
            description = "calls a second of each attack; default: 50, 500 and 20")
    private @Nullable Double attackRate;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "replay this access log (combined format) in place of --rate")
    private @Nullable Path log;

    @Option(
            names = "--speed",
            defaultValue = "1",
            description = "how many times faster the log is replayed; default: ${DEFAULT-VALUE}")
    private double speed;

    @Option(names = "--keep-paths", description = "ask for the log's own paths; else each becomes a request of --api")
    private boolean keepPaths;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "the same seed plans the same calls; default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Output output = Output.TABLE;

    @Option(names = "--fail-on-errors", description = "exit with 1 if honest calls met a 5xx or no answer")
    private boolean failOnErrors;

    /** How the report is written. */
    enum Output {
        TABLE,
        JSON
    }

    /** @param gateway what is called unless the user names another */
    public TrafficCommand(TokenSource tokens, Supplier<URI> gateway) {
        this.tokens = tokens;
        this.gateway = gateway;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var stop = StopSignal.listening()) {
            var report = run(stop);
            boolean table = output == Output.TABLE;
            out(table ? TrafficTable.of(report, Terminal.colour()) : report.toJson() + "\n");
            return failOnErrors && report.honestFaults() > 0 ? 1 : 0;
        } catch (IllegalArgumentException e) {
            throw wrong(e);
        } catch (IOException | TokensUnavailable e) {
            line().getErr().println("weir traffic: " + e.getMessage());
            return 1;
        }
    }

    private static void checkRate(String option, double rate) {
        if (!(rate > 0 && rate <= MOST_RATE)) {
            throw new IllegalArgumentException(
                    option + " " + rate + " is not above 0 and at most " + MOST_RATE + " calls a second");
        }
    }

    private TrafficReport run(StopSignal stop) throws IOException, InterruptedException {
        var until = Durations.parse(duration);
        checkRate("--rate", rate);
        if (attackRate != null) {
            checkRate("--attack-rate", attackRate);
        }
        var address = LoopbackTarget.parse(target == null ? gateway.get() : target);
        var tally = new Tally();
        try (Reader text =
                        log == null ? Reader.nullReader() : Files.newBufferedReader(log, StandardCharsets.ISO_8859_1);
                var wire = new ApacheWire(address, CONNECTIONS)) {
            var random = new SplittableRandom(seed);
            var replay = new LogReplay(
                    text, speed, callers(), keepPaths ? Optional.empty() : Optional.of(api), random.split());
            var workload = stop.until(new MergedWorkload(workloads(replay, random), until));
            var known = signIn();
            long start = System.nanoTime();
            try (var progress = Terminal.isInteractive() ? new TrafficProgress(tally, until, System.err) : null) {
                new OpenLoop(wire, caller -> Optional.ofNullable(known.get(key(caller))), tally, IN_FLIGHT)
                        .run(workload);
            }
            var elapsed = Duration.ofNanos(System.nanoTime() - start);
            var nothing = log == null ? Optional.<String>empty() : replay.nothing();
            if (nothing.isPresent()) {
                throw new IOException(log + ": " + nothing.get());
            }
            return tally.report(elapsed, replay.badLines(), replay.skippedLines());
        }
    }

    private int callers() {
        if (callers < 1 || callers > 10_000) {
            throw new IllegalArgumentException("--callers is in 1..10000");
        }
        return callers;
    }

    private List<Workload> workloads(LogReplay replay, SplittableRandom random) {
        var all = new ArrayList<Workload>();
        var pace = bursts == null ? Bursts.NONE : Bursts.parse(bursts);
        all.add(log == null ? new PoissonWorkload(honest().toList(), rate, pace, api, random.split()) : replay);
        for (Attack attack : attacks) {
            double usual = attackRate == null ? attack.usualRate() : attackRate;
            all.add(new PoissonWorkload(attack.callers(), usual, Bursts.NONE, attack, random.split()));
        }
        return all;
    }

    private Stream<PlannedCaller> honest() {
        return IntStream.range(0, callers()).mapToObj(index -> PlannedCaller.of(Party.HONEST, index));
    }

    /** A token is a party's and an index's: the clients of a log share those of the honest. */
    private record TokenKey(Party party, int index) {}

    private static TokenKey key(PlannedCaller caller) {
        return new TokenKey(caller.party(), caller.index());
    }

    private Map<TokenKey, String> signIn() throws InterruptedException {
        var known = new HashMap<TokenKey, String>();
        if (anonymous) {
            return known;
        }
        var everybody = Stream.concat(honest(), attacks.stream().flatMap(attack -> attack.callers().stream()));
        for (PlannedCaller caller : everybody.toList()) {
            tokens.token(caller).ifPresent(token -> known.put(key(caller), token));
        }
        return known;
    }

    private void out(String text) {
        line().getOut().print(text);
        line().getOut().flush();
    }

    private CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("picocli sets the specification before it calls");
        }
        return spec.commandLine();
    }

    private ParameterException wrong(IllegalArgumentException cause) {
        return new ParameterException(line(), String.valueOf(cause.getMessage()), cause);
    }
}
