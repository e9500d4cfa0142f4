package dev.weir.controlplane.adapter.rpc;

import dev.weir.config.Upstream;
import dev.weir.controlplane.fleet.HeadQuestion;
import dev.weir.controlplane.fleet.HeadReport;
import dev.weir.controlplane.fleet.port.HeadSource;
import dev.weir.controlplane.fleet.port.HeadUnknown;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SocketAddress;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/**
 * Asks an endpoint as Envoy would call it: at its address, by its name, with its path and headers; its certificate is checked. Secrets are read here and now, of this process's environment.
 * Redirections are not followed. An answer is read up to {@value RpcAnswer#MOST_BYTES} bytes.
 */
public final class HttpHeads implements HeadSource, AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final int WAITING = 16;

    private final Vertx vertx;
    private final Path systemRoots;
    private final Map<String, String> environment;
    private final Map<Path, HttpClient> clients = new ConcurrentHashMap<>();

    /** @param systemRoots certificates (PEM) where a pool names none @param environment variables by name */
    public HttpHeads(Vertx vertx, Path systemRoots, Map<String, String> environment) {
        this.vertx = vertx;
        this.systemRoots = systemRoots;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public CompletionStage<HeadReport> ask(HeadQuestion question) {
        RequestOptions way;
        try {
            way = way(question);
        } catch (IllegalStateException unreadable) {
            return Future.<HeadReport>failedFuture(new HeadUnknown(unreadable.getMessage()
                            + ", where the control plane runs; it reads it there as Envoy does"))
                    .toCompletionStage();
        }
        var client = client(question.roots().map(Path::of).orElse(systemRoots));
        long until = System.nanoTime() + question.patience().toNanos();
        return call(client, way, "eth_blockNumber", until)
                .compose(block -> question.chain()
                        ? call(client, way, "eth_chainId", until)
                                .map(chain -> new HeadReport(block, OptionalLong.of(chain)))
                        : Future.succeededFuture(new HeadReport(block, OptionalLong.empty())))
                .recover(failed -> Future.failedFuture(new HeadUnknown(words(failed))))
                .toCompletionStage();
    }

    private HttpClient client(Path roots) {
        return clients.computeIfAbsent(
                roots,
                file -> vertx.createHttpClient(new HttpClientOptions()
                        .setTrustOptions(new PemTrustOptions().addCertPath(file.toString()))
                        .setVerifyHost(true)
                        .setMaxPoolSize(CONNECTIONS)
                        .setMaxWaitQueueSize(WAITING)));
    }

    private RequestOptions way(HeadQuestion question) {
        var way = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setServer(SocketAddress.inetSocketAddress(
                        question.address().port(), question.address().host()))
                .setHost(question.address().host())
                .setPort(question.address().port())
                .setURI(question.path())
                .putHeader("content-type", "application/json")
                .putHeader("accept", "application/json")
                .setConnectTimeout(question.patience().toMillis());
        question.upstream().ifPresent(upstream -> named(way, upstream, question.path()));
        return way;
    }

    private void named(RequestOptions way, Upstream upstream, String path) {
        var url = upstream.url();
        var before = url.path().filled(environment);
        way.setHost(url.host())
                .setPort(url.port())
                .setSsl(url.tls())
                .setURI(before.isEmpty() || !path.equals("/") ? before + path : before);
        upstream.headers().forEach((name, value) -> way.putHeader(name, value.filled(environment)));
    }

    /** The number that the endpoint answers. */
    private Future<Long> call(HttpClient client, RequestOptions way, String method, long until) {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[]}";
        var answer = new RpcAnswer(vertx, method, until);
        client.request(way)
                .compose(request -> {
                    answer.onEarlyEnd(request::reset);
                    return request.send(body);
                })
                .onSuccess(answer::read)
                .onFailure(answer::failed);
        return answer.number();
    }

    private static String words(Throwable failed) {
        return switch (failed) {
            case HeadUnknown known -> String.valueOf(known.getMessage());
            case ConnectException gone -> "nobody answers at its address";
            case SSLException foreign -> "its certificate is not trusted, or of another name";
            default -> "its connection broke";
        };
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::close);
    }
}
