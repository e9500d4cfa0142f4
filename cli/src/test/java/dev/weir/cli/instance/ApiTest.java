package dev.weir.cli.instance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.weir.cli.CommandFailed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over real sockets, against a server that gives its prepared answers in turn. */
final class ApiTest {
    private static final String TOKEN = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3I";

    private record Answer(int status, String body, String retryAfter) {}

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final HttpServer server;
    private final URI uri;
    private final Home home;
    private final Api api = new Api(pauses::add);

    ApiTest(@TempDir Path folder) throws IOException {
        home = new Home(folder, folder.resolve("state"), folder.resolve("tools"));
        Files.createDirectories(home.data("control-plane"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization") + " "
                        + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                var answer = answers.remove();
                byte[] body = answer.body().getBytes(UTF_8);
                exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
                exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/freeze");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void answer_isItsJson() {
        answers.add(new Answer(200, "{\"frozen\": true}", "1"));

        assertThat(api.get(uri).get("frozen").asBoolean()).isTrue();
        assertThat(asked).containsExactly("GET /api/v1/freeze null ");
    }

    @Test
    void answer_withoutABody_isAnEmptyObject() {
        answers.add(new Answer(204, "", "1"));

        assertThat(api.send("PUT", uri, Api.object().put("a", 1))).isEqualTo(Api.object());
        assertThat(asked).containsExactly("PUT /api/v1/freeze null {\"a\":1}");
    }

    @Test
    void change_carriesTheAdminToken() throws IOException {
        Files.writeString(home.adminToken(), TOKEN + "\n");
        answers.add(new Answer(204, "", "1"));

        api.change("DELETE", uri, Api.object().put("reason", "done"), home);

        assertThat(asked).containsExactly("DELETE /api/v1/freeze Bearer " + TOKEN + " {\"reason\":\"done\"}");
    }

    @Test
    void tooManyCalls_areTriedAgain_afterTheTimeThatTheAnswerNames() {
        answers.add(new Answer(429, "", "3"));
        answers.add(new Answer(429, "", "2"));
        answers.add(new Answer(200, "{}", "1"));

        api.get(uri);

        assertThat(pauses).containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(2));
        assertThat(asked).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"3600, 10", "99999999999999999999, 1", "-5, 1", "'Thu, 01 Jan 2026 12:00:00 GMT', 1", "soon, 1"})
    void oddRetryAfter_isBounded(String named, int seconds) {
        answers.add(new Answer(429, "", named));
        answers.add(new Answer(200, "{}", "1"));

        api.get(uri);

        assertThat(pauses).containsExactly(Duration.ofSeconds(seconds));
    }

    @Test
    void tooManyCalls_fiveTimes_areARefusal() {
        for (int i = 0; i < 5; i++) {
            answers.add(new Answer(429, "{\"code\": \"rate_limited\", \"detail\": \"slow down\"}", "1"));
        }

        assertThatThrownBy(() -> api.get(uri))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("GET " + uri + " was refused with 429 (rate_limited): slow down");
        assertThat(asked).hasSize(5);
    }

    @Test
    void refusal_hasTheDetailOfTheProblem() {
        answers.add(new Answer(404, "{\"code\": \"unknown_node\", \"detail\": \"no node is called 'cedar'\"}", "1"));

        assertThatThrownBy(() -> api.get(uri))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("GET " + uri + " was refused with 404 (unknown_node): no node is called 'cedar'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "[]"})
    void refusal_withoutAProblem_hasItsStatus(String body) {
        answers.add(new Answer(502, body, "1"));

        assertThatThrownBy(() -> api.get(uri)).hasMessage("GET " + uri + " was refused with 502");
    }

    @Test
    void nothingThatAnswers_isTold() {
        server.stop(0);

        assertThatThrownBy(() -> api.get(uri))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("nothing answers at " + uri + "; ./weir status shows what runs");
    }

    @Test
    void answer_thatIsNoJson_isTold_withoutItsText() {
        answers.add(new Answer(200, TOKEN, "1"));

        assertThatThrownBy(() -> api.get(uri))
                .isInstanceOf(CommandFailed.class)
                .hasMessage(uri + " answered with something that is not JSON; is it this gateway's port?")
                .satisfies(failure -> assertThat(trace(failure)).doesNotContain(TOKEN));
    }

    @Test
    void refusedChange_doesNotShowTheToken() throws IOException {
        Files.writeString(home.adminToken(), TOKEN);
        answers.add(new Answer(401, "{\"code\": \"bad_token\", \"detail\": \"not the admin token\"}", "1"));

        assertThatThrownBy(() -> api.change("PUT", uri, Api.object(), home))
                .satisfies(failure -> assertThat(trace(failure)).doesNotContain(TOKEN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", TOKEN + "\n" + TOKEN, TOKEN + "\u00e9", TOKEN + " x"})
    void damagedToken_isTold_withoutItsText(String text) throws IOException {
        Files.writeString(home.adminToken(), text);

        assertThatThrownBy(() -> api.change("PUT", uri, Api.object(), home))
                .isInstanceOf(CommandFailed.class)
                .hasMessage(home.adminToken() + " holds no admin token; end the gateway, delete the file, start again")
                .satisfies(failure -> assertThat(trace(failure)).doesNotContain(TOKEN));
        assertThat(asked).isEmpty();
    }

    @Test
    void missingToken_isTold() {
        assertThatThrownBy(() -> api.change("PUT", uri, Api.object(), home))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("the admin token cannot be read from " + home.adminToken());
    }

    private static String trace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
