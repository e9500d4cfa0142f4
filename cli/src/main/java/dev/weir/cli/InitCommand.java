package dev.weir.cli;

import dev.weir.config.UpstreamUrl;
import dev.weir.config.WeirConfig;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./weir init}: for who has servers and no configuration yet. Writes a file that starts, and overwrites none. */
@Command(
        name = "init",
        description = "Writes a weir.yaml that puts Weir in front of the servers at these URLs.",
        mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "URL", description = "where your API is served: https://a.example/v1")
    private List<String> urls = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "the file to write (default: my-weir.yaml)",
            defaultValue = "my-weir.yaml")
    private Path file = Path.of("my-weir.yaml");

    @Option(names = "--json-rpc", description = "the API speaks JSON-RPC")
    private boolean jsonRpc;

    @Override
    public Integer call() {
        write(
                file,
                text("api", "{prefix: /}          # all paths but /auth, where wallets sign in", urls, jsonRpc, ""));
        return 0;
    }

    /** Says what is there now. Overwrites nothing. */
    static void write(Path file, String written) {
        try {
            Files.writeString(file, written, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailed(file + " is there already; name another with --file, or move it away", e);
        } catch (IOException e) {
            throw new CommandFailed(file + " cannot be written (" + e.getClass().getSimpleName() + ")", e);
        }
        WeirConfig.read(file);
        System.out.println(file + " is written; ./weir up --config " + file + " starts it");
    }

    /** @param match with what stands behind it @param remarks lines before the endpoints, as comments */
    static String text(String api, String match, List<String> urls, boolean jsonRpc, String remarks) {
        var endpoints = new StringBuilder();
        var names = new HashSet<String>();
        var taken = new ArrayList<String>();
        for (var url : urls) {
            var parsed = Asked.check(url, () -> UpstreamUrl.parse(url));
            var name = name(parsed, names);
            names.add(name);
            taken.add(name);
            endpoints
                    .append("      - {name: ")
                    .append(name)
                    .append(", url: \"")
                    .append(url)
                    .append("\"}\n");
        }
        return """
                # What this gateway serves, and from where. Every key is described in docs/configuration.md; an unknown key stops the start with its line.
                apis:
                  - name: %s
                    match: %s
                %s    pools: [servers]
                    access: public              # or {wallet: any}: who has signed in with a wallet
                    actuator: weights           # Envoy chooses, by learned weights; pick: the judge names the endpoint of each call
                pools:
                  - name: servers
                    # health: {path: /health}   # asked every 2 s; without it, whether a connection can be made
                    endpoints:                  # secrets: headers: {authorization: "Bearer ${API_KEY}"}, read where Envoy runs
                %s%schain: memory                   # no chain: no stakes, no registered nodes
                """.formatted(api, match, jsonRpc ? """
                                    protocol: json-rpc          # a list of methods; a batch passes whole or not at all
                                    # heads: {lag: 5, chain: 1} # asks each for its newest block: who is behind gets no calls
                                """ : "", remarks, endpoints);
    }

    /** By host, and by port where two have the same. */
    private static String name(UpstreamUrl url, HashSet<String> taken) {
        var host = url.host().replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        var name = host.length() > 50 ? host.substring(0, 50).replaceAll("-$", "") : host;
        if (taken.contains(name)) {
            name = name + "-" + url.port();
        }
        for (int next = 2; taken.contains(name); next++) {
            name = host + "-" + next;
        }
        return name;
    }
}
