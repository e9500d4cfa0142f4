package dev.weir.judge.adapter.quarkus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.chain.signature.Eip191;
import dev.weir.chain.signature.Signer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;

/** What a browser or a script does at {@code /auth/}. Follows no redirect. */
final class AuthClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    AuthClient(int port) {
        this.port = port;
    }

    HttpResponse<String> get(String path) {
        return send(to(path));
    }

    HttpResponse<String> challenge(Signer signer) {
        return get("/auth/challenge?account=eip155:31337:" + signer.wallet());
    }

    HttpResponse<String> session(String body) {
        return send(
                to("/auth/session").header("content-type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> form(String body) {
        return send(to("/auth/session")
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> session(Signer signer) {
        var message = json(challenge(signer)).get("message").asText();
        try {
            return session(JSON.writeValueAsString(
                    Map.of("message", message, "signature", signer.sign(Eip191.digest(message)))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    String token(Signer signer) {
        return json(session(signer)).get("token").asText();
    }

    HttpResponse<String> signOut(String token) {
        return send(
                to("/auth/session").header("authorization", "Bearer " + token).DELETE());
    }

    HttpResponse<String> signOutWithoutToken() {
        return send(to("/auth/session").DELETE());
    }

    static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(response + " is no JSON", e);
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
