package dev.weir.cli.instance;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.nio.file.Path;
import java.time.Duration;

/** Speaks JSON over HTTP to the running gateway's own ports. */
public final class Api {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** A configuration is on its way to all gateways, after another one perhaps. */
    private static final Duration CONFIG_TIMEOUT = Duration.ofSeconds(60);

    private static final int TRIES = 5;
    private static final int UNPROCESSABLE = 422;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** The longest wait that an answer of 429 can ask for; a command does not hang for an hour because a header says so. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Pause pause;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    /** Waits between two tries. */
    @FunctionalInterface
    interface Pause {
        void lasts(Duration time) throws InterruptedException;
    }

    public Api() {
        this(Thread::sleep);
    }

    Api(Pause pause) {
        this.pause = pause;
    }

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
        return send(
                HttpRequest.newBuilder(uri)
                        .header("content-type", "application/json")
                        .header("authorization", "Bearer " + token(home.adminToken()))
                        .method(method, HttpRequest.BodyPublishers.ofString(body.toString())),
                uri.getPath().startsWith("/api/v1/config") ? CONFIG_TIMEOUT : TIMEOUT);
    }

    /** A change of the configuration, whose text is YAML; it needs the admin token of this home too. */
    public JsonNode change(String method, URI uri, String yaml, Home home) {
        return send(
                HttpRequest.newBuilder(uri)
                        .header("content-type", "application/yaml")
                        .header("authorization", "Bearer " + token(home.adminToken()))
                        .method(method, HttpRequest.BodyPublishers.ofString(yaml)),
                CONFIG_TIMEOUT);
    }

    /** The person's own where there is one, or else the gateway's. Checked here, because what the HTTP client says of a header that it refuses has the header in it. */
    private static String token(Path file) {
        var own = System.getenv("WEIR_TOKEN");
        if (own != null && !own.isBlank()) {
            if (!own.strip().matches("[A-Za-z0-9_-]{16,256}")) {
                throw new CommandFailed("WEIR_TOKEN holds no token; it is what ./weir token make printed");
            }
            return own.strip();
        }
        try {
            var token = Files.readString(file).strip();
            if (!token.matches("[A-Za-z0-9_-]{16,256}")) {
                throw new CommandFailed(file + " holds no admin token; end the gateway, delete the file, start again");
            }
            return token;
        } catch (IOException e) {
            throw new CommandFailed("the admin token cannot be read from " + file, e);
        }
    }

    private JsonNode send(HttpRequest.Builder builder) {
        return send(builder, TIMEOUT);
    }

    private JsonNode send(HttpRequest.Builder builder, Duration patience) {
        var request = builder.timeout(patience).build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            for (int tries = 1; answer.statusCode() == 429 && tries < TRIES; tries++) {
                pause.lasts(retryAfter(answer));
                answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            }
            if (answer.statusCode() / 100 != 2) {
                throw new CommandFailed(refusal(answer));
            }
            return answer.body().isBlank() ? JSON.createObjectNode() : json(answer);
        } catch (ConnectException e) {
            throw new CommandFailed("nothing answers at " + request.uri() + "; ./weir status shows what runs", e);
        } catch (IOException e) {
            throw new CommandFailed(request.uri() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailed("interrupted", e);
        }
    }

    /** In whole seconds; a date or nonsense counts as one second. */
    private static Duration retryAfter(HttpResponse<String> answer) {
        var asked = answer.headers()
                .firstValue("retry-after")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ofSeconds(1));
        return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
    }

    /** A parser's complaint quotes the text, which may hold a token. */
    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new CommandFailed(
                    answer.uri() + " answered with something that is not JSON; is it this gateway's port?");
        }
    }

    private static String refusal(HttpResponse<String> answer) {
        var what = answer.request().method() + " " + answer.uri() + " was refused with " + answer.statusCode();
        try {
            var problem = JSON.readTree(answer.body());
            if (answer.statusCode() == UNPROCESSABLE && problem.hasNonNull("detail")) {
                // What a person wrote is wrong, and the detail says where: how it was sent says nothing more.
                return problem.get("detail").asText();
            }
            return problem.hasNonNull("detail")
                    ? what + " (" + problem.path("code").asText() + "): "
                            + problem.get("detail").asText()
                    : what;
        } catch (IOException e) {
            return what;
        }
    }
}
