package dev.weir.node.rpc.adapter.http;

import dev.weir.node.rpc.port.AnswerTooLarge;
import dev.weir.node.rpc.port.Chain;
import dev.weir.node.rpc.port.NoChainAnswer;
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
    public byte[] ask(byte[] body) throws AnswerTooLarge, NoChainAnswer, InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            var response = client.send(request, BodyHandlers.ofInputStream());
            try (var stream = response.body()) {
                // Some chains answer an error of JSON-RPC with 400: the call's fault, not the chain's.
                if (response.statusCode() != 200 && response.statusCode() != 400) {
                    throw new IOException("status " + response.statusCode());
                }
                byte[] answer = stream.readNBytes(LONGEST_ANSWER + 1);
                if (answer.length > LONGEST_ANSWER) {
                    throw new AnswerTooLarge("longer than " + LONGEST_ANSWER + " bytes");
                }
                return answer;
            }
        } catch (HttpConnectTimeoutException e) {
            throw new NoChainAnswer("no connection", false, e);
        } catch (HttpTimeoutException e) {
            throw new NoChainAnswer("no answer within " + patience, true, e);
        } catch (IOException e) {
            throw new NoChainAnswer(String.valueOf(e.getMessage()), false, e);
        }
    }
}
