package dev.weir.cli.supervisor;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Asks a process over HTTP whether all is well. A URI with the query {@code rpc} is a JSON-RPC server's, which answers POST alone. */
final class Probe {
    private static final String CHAIN_ID = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();

    /** @return whether it answered 2xx in time; never fails */
    CompletableFuture<Boolean> ask(URI uri, Duration timeout) {
        var request = HttpRequest.newBuilder(uri).timeout(timeout);
        if ("rpc".equals(uri.getQuery())) {
            request.uri(URI.create(uri.toString().replace("?rpc", "")))
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(CHAIN_ID));
        }
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.discarding())
                .handle((answer, failure) -> failure == null && answer.statusCode() / 100 == 2);
    }
}
