package dev.weir.cli.instance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.cli.CommandFailed;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;

/** Speaks JSON over HTTP to the running gateway's own ports. */
public final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int TRIES = 5;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** @throws CommandFailed with the answer's own words where it is not 2xx */
    public JsonNode get(URI uri) {
        return send(HttpRequest.newBuilder(uri).GET());
    }

    public JsonNode send(String method, URI uri, JsonNode body) {
        return send(HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** A change that needs the admin token of this home. */
    public JsonNode change(String method, URI uri, JsonNode body, Home home) {
        try {
            return send(HttpRequest.newBuilder(uri)
                    .header("content-type", "application/json")
                    .header(
                            "authorization",
                            "Bearer " + Files.readString(home.adminToken()).strip())
                    .method(method, HttpRequest.BodyPublishers.ofString(body.toString())));
        } catch (IOException e) {
            throw new CommandFailed("the admin token cannot be read from " + home.adminToken(), e);
        }
    }

    private JsonNode send(HttpRequest.Builder builder) {
        var request = builder.timeout(TIMEOUT).build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            for (int tries = 1; answer.statusCode() == 429 && tries < TRIES; tries++) {
                Thread.sleep(Duration.ofSeconds(
                        answer.headers().firstValueAsLong("retry-after").orElse(1)));
                answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            }
            if (answer.statusCode() / 100 != 2) {
                throw new CommandFailed(refusal(answer));
            }
            return answer.body().isBlank() ? JSON.createObjectNode() : JSON.readTree(answer.body());
        } catch (ConnectException e) {
            throw new CommandFailed("nothing answers at " + request.uri() + "; ./weir status shows what runs", e);
        } catch (IOException e) {
            throw new CommandFailed(request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted", e);
        }
    }

    private static String refusal(HttpResponse<String> answer) {
        var what = answer.request().method() + " " + answer.uri() + " was refused with " + answer.statusCode();
        try {
            var problem = JSON.readTree(answer.body());
            return problem.hasNonNull("detail")
                    ? what + " (" + problem.path("code").asText() + "): "
                            + problem.get("detail").asText()
                    : what;
        } catch (IOException e) {
            return what;
        }
    }
}
