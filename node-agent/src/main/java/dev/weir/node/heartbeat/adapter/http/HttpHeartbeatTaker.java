package dev.weir.node.heartbeat.adapter.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.model.SignedHeartbeat;
import dev.weir.node.heartbeat.HeartbeatReply;
import dev.weir.node.heartbeat.port.HeartbeatTaker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** {@code POST <control plane>/api/v1/heartbeats}. */
public final class HttpHeartbeatTaker implements HeartbeatTaker {
    /** A reply later than that would delay the next heartbeat. */
    private static final Duration PATIENCE = Duration.ofMillis(900);

    private static final int LONGEST_REPLY = 8_192;
    private static final int LONGEST_REASON = 300;

    private final HttpClient client;
    private final URI url;

    public HttpHeartbeatTaker(HttpClient client, URI controlPlane) {
        this.client = client;
        this.url = controlPlane.resolve("/api/v1/heartbeats");
    }

    @Override
    public HeartbeatReply send(SignedHeartbeat heartbeat) throws InterruptedException {
        var request = HttpRequest.newBuilder(url)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json(heartbeat)))
                .build();
        try {
            return reply(client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_REPLY)));
        } catch (IOException e) {
            return new HeartbeatReply.Unreachable(e.getClass().getSimpleName());
        }
    }

    private static HeartbeatReply reply(HttpResponse<byte[]> response) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return new HeartbeatReply.Accepted();
        }
        var text = printable(new String(response.body(), UTF_8));
        return status >= 500
                ? new HeartbeatReply.Unreachable("status " + status)
                : new HeartbeatReply.Refused("status " + status + " " + text);
    }

    private static String printable(String text) {
        var clean = text.replaceAll("[^\\x20-\\x7e]", " ");
        return clean.substring(0, Math.min(clean.length(), LONGEST_REASON));
    }

    /** Names, addresses and signatures are checked values without quotes; {@code sentAt} is in seconds, as it is signed. */
    static String json(SignedHeartbeat signed) {
        var heartbeat = signed.heartbeat();
        return "{\"node\":\"" + heartbeat.node() + "\",\"address\":\"" + heartbeat.address() + "\",\"sequence\":"
                + heartbeat.sequence() + ",\"sentAt\":" + heartbeat.sentAt().getEpochSecond() + ",\"inFlight\":"
                + heartbeat.inFlight() + ",\"signature\":\"" + signed.signature() + "\"}";
    }
}
