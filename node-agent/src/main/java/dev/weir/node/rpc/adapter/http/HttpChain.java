package dev.weir.node.rpc.adapter.http;

import dev.weir.node.rpc.port.Chain;
import dev.weir.node.rpc.port.ChainUnavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** A chain behind a URL. */
public final class HttpChain implements Chain {
    private final HttpClient client;
    private final URI url;
    private final Duration patience;

    public HttpChain(HttpClient client, URI url, Duration patience) {
        this.client = client;
        this.url = url;
        this.patience = patience;
    }

    @Override
    public byte[] ask(byte[] body) throws ChainUnavailable, InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            var response = client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER));
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return response.body();
        } catch (HttpConnectTimeoutException e) {
            throw new ChainUnavailable("no connection", false, e);
        } catch (HttpTimeoutException e) {
            throw new ChainUnavailable("no answer within " + patience, true, e);
        } catch (IOException e) {
            throw new ChainUnavailable(String.valueOf(e.getMessage()), false, e);
        }
    }
}
