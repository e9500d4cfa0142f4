package dev.weir.traffic.load.adapter.apache;

import dev.weir.traffic.load.Outcome;
import dev.weir.traffic.load.Outcome.Answered;
import dev.weir.traffic.load.Outcome.Failed;
import dev.weir.traffic.load.Outcome.Failure;
import dev.weir.traffic.load.port.Wire;
import dev.weir.traffic.workload.PlannedCall;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NameValuePair;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.protocol.BasicHttpContext;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One pool of kept connections for all callers; a connection belongs to its source address. Nothing is repeated, followed,
 * remembered or unpacked, so that what is counted is what the gateway did.
 */
public final class ApacheWire implements Wire, AutoCloseable {
    private static final Timeout PATIENCE = Timeout.ofSeconds(10);
    private static final TimeValue KEPT = TimeValue.ofSeconds(5);
    private static final Timeout CONNECT_PATIENCE = Timeout.ofSeconds(3);
    private static final int LONGEST_ANSWER = 1 << 20;
    private static final String SOURCE = "weir.source";

    /** The gateway says who answered; a node cannot. */
    private static final String NODE = "x-weir-node";

    private final HttpHost target;
    private final CloseableHttpClient client;

    /** @param connections most open connections of all callers together */
    public ApacheWire(InetSocketAddress target, int connections) {
        this.target =
                new HttpHost("http", target.getAddress(), target.getAddress().getHostAddress(), target.getPort());
        this.client = HttpClients.custom()
                .setConnectionManager(pool(connections))
                .setRoutePlanner(new BySource())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(PATIENCE)
                        .setResponseTimeout(PATIENCE)
                        .build())
                .setUserAgent("weir-traffic")
                // The gateway ends a connection that was not used for 8 s; a call that is sent at that moment would be
                // lost.
                .setKeepAliveStrategy((answer, context) -> KEPT)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private static PoolingHttpClientConnectionManager pool(int connections) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_PATIENCE)
                        .setSocketTimeout(PATIENCE)
                        .setValidateAfterInactivity(2, TimeUnit.SECONDS)
                        .build())
                .build();
    }

    /** The source address is part of the route, and the pool keeps connections by route. */
    private static final class BySource extends DefaultRoutePlanner {
        BySource() {
            super(null);
        }

        @Override
        protected @Nullable InetAddress determineLocalAddress(HttpHost firstHop, HttpContext context) {
            return (InetAddress) context.getAttribute(SOURCE);
        }
    }

    @Override
    public Outcome send(PlannedCall call, Optional<String> token) {
        var context = new BasicHttpContext();
        context.setAttribute(SOURCE, call.caller().source());
        try {
            return client.execute(target, request(call, token), context, ApacheWire::outcome);
        } catch (SocketTimeoutException e) {
            return new Failed(Failure.TIMED_OUT);
        } catch (ConnectException e) {
            return new Failed(Failure.NOT_CONNECTED);
        } catch (IOException e) {
            return new Failed(Failure.CUT_OFF);
        }
    }

    private static ClassicHttpRequest request(PlannedCall call, Optional<String> token) {
        var request = ClassicRequestBuilder.create(call.request().method());
        request.setPath(call.request().path());
        call.request().body().ifPresent(body -> request.setEntity(body, ContentType.APPLICATION_JSON));
        token.ifPresent(bearer -> request.setHeader("Authorization", "Bearer " + bearer));
        return request.build();
    }

    /** Reads the answer to its end, so that the connection can serve again; a longer one than a megabyte is cut off. */
    private static Outcome outcome(ClassicHttpResponse response) throws IOException {
        var entity = response.getEntity();
        if (entity != null) {
            var _ = EntityUtils.toByteArray(entity, LONGEST_ANSWER);
        }
        var node = Optional.ofNullable(response.getFirstHeader(NODE)).map(NameValuePair::getValue);
        return new Answered(response.getCode(), response.getCode() == 200 ? node : Optional.empty());
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
