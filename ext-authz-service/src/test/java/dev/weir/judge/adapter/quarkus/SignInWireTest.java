package dev.weir.judge.adapter.quarkus;

import static dev.weir.judge.adapter.quarkus.AuthClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.chain.Devnet;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /auth/} over HTTP: the page, and what it calls. What the page does is tested in a browser, by integration-tests. */
@QuarkusTest
@QuarkusTestResource(value = ServiceUnderTest.class, restrictToAnnotatedClass = true)
final class SignInWireTest {
    @ConfigProperty(name = "quarkus.http.test-port")
    int httpPort;

    private AuthClient auth;

    @BeforeEach
    void connect() {
        auth = new AuthClient(httpPort);
    }

    @AfterEach
    void disconnect() {
        auth.close();
    }

    @Test
    void authWithoutASlash_goesToThePage_byARelativeRedirect() {
        var answer = auth.get("/auth");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().allValues("location")).containsExactly("/auth/");
    }

    @Test
    void page_isServedWithItsScriptAndStyle() {
        var page = auth.get("/auth/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type").orElse("")).startsWith("text/html");
        assertThat(page.body()).contains("src=\"signin.js\"", "href=\"signin.css\"", "./weir sign-in --account N");
        assertThat(auth.get("/auth/signin.js")
                        .headers()
                        .firstValue("content-type")
                        .orElse(""))
                .contains("javascript");
        assertThat(auth.get("/auth/signin.css")
                        .headers()
                        .firstValue("content-type")
                        .orElse(""))
                .startsWith("text/css");
        assertThat(auth.get("/auth/icon.svg").statusCode()).isEqualTo(200);
    }

    @Test
    void whatHttpItselfRefuses_isAProblemToo() {
        problem(auth.get("/auth/nothing"), 404, "resource_unknown");
        problem(auth.get("/auth/session/x"), 404, "resource_unknown");
        problem(auth.form("message=a"), 415, "content_type_unknown");
        problem(auth.session("{\"message\":\"" + "a".repeat(20_000) + "\"}"), 413, "request_too_large");
        var get = auth.get("/auth/session");
        problem(get, 405, "http_method_not_allowed");
        assertThat(get.headers().firstValue("allow").orElse("")).contains("POST", "DELETE");
    }

    private static void problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"status\":" + status, "\"code\":\"" + code + "\"");
    }

    @Test
    void page_hasNothingInlineAndNothingFromElsewhere() {
        assertThat(auth.get("/auth/").body())
                .doesNotContain("<style", "style=", "onclick", "javascript:", "https:", "src=\"/", "href=\"/")
                .doesNotContainPattern("<script(?![^>]* src=)");
        assertThat(auth.get("/auth/signin.js").body()).doesNotContain("localStorage", "sessionStorage", "innerHTML");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/auth",
                "/auth/",
                "/auth/signin.js",
                "/auth/challenge",
                "/auth/challenge?account=eip155:31337:0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
                "/auth/nothing-here"
            })
    void everyAnswer_carriesTheStrictHeadersOnce(String path) {
        var headers = auth.get(path).headers();

        assertThat(headers.allValues("content-security-policy"))
                .containsExactly(
                        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        assertThat(headers.allValues("x-content-type-options")).containsExactly("nosniff");
        assertThat(headers.allValues("referrer-policy")).containsExactly("no-referrer");
        assertThat(headers.allValues("cache-control")).containsExactly("no-store");
    }

    @Test
    void challengeAndSignature_openASession() {
        var answer = auth.session(Devnet.signer(5));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().allValues("cache-control")).containsExactly("no-store");
        assertThat(json(answer).get("token").asText()).hasSize(43);
        assertThat(Instant.parse(json(answer).get("expiresAt").asText())).isAfter(Instant.now());
    }

    @Test
    void challenge_forNobody_isAProblem() {
        var answer = auth.get("/auth/challenge");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.body())
                .isEqualTo(
                        "{\"type\":\"urn:weir:problem:account_malformed\",\"title\":\"The account is not one that can sign in here\","
                                + "\"status\":400,\"detail\":\"Ask with account=eip155:31337:0x and 40 hex digits.\",\"code\":\"account_malformed\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "not json",
                "{\"message\":\"m\"}",
                "{\"message\":1,\"signature\":\"0x\"}",
                "{\"message\":\"m\",\"signature\":{}}",
                "{\"message\":\"m\",\"signature\":\"0x\"}"
            })
    void session_withoutASignedMessage_isAProblem(String body) {
        var answer = auth.session(body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("message_malformed");
    }

    @Test
    void session_withAHugeBody_isNotRead() {
        assertThat(auth.session("{\"message\":\"" + "x".repeat(20_000) + "\"}").statusCode())
                .isEqualTo(413);
    }

    @Test
    void signOut_ofAnUnknownSession_isNoMistake() {
        assertThat(auth.signOut("never-was").statusCode()).isEqualTo(204);
    }

    @Test
    void signOut_withoutAToken_isRefused() {
        var answer = auth.signOutWithoutToken();

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("credentials_missing");
        assertThat(answer.headers().firstValue("www-authenticate")).contains("Bearer realm=\"weir\"");
    }

    private static String code(HttpResponse<String> answer) {
        return json(answer).get("code").asText();
    }
}
