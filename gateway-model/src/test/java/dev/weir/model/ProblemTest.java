package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProblemTest {
    @Test
    void json_isTheShapeThatEveryRefusalHas() {
        assertThat(Problem.of(DenyReason.CREDENTIALS_MISSING, "Sign in at /auth/.")
                        .toJson())
                .isEqualTo(
                        "{\"type\":\"urn:weir:problem:credentials_missing\",\"title\":\"Sign in first\",\"status\":401,\"detail\":\"Sign in at /auth/.\",\"code\":\"credentials_missing\"}");
    }

    @Test
    void json_ofAStakeThatIsMissing_saysHowMuchForPrograms() {
        assertThat(Problem.of(
                                DenyReason.STAKE_REQUIRED,
                                "Stake 100 WEIR.",
                                new Remedy.Stake(TokenAmount.ofTokens("100")))
                        .toJson())
                .endsWith(",\"code\":\"stake_required\",\"stake\":\"100\"}");
    }

    @Test
    void json_withoutDetail_hasNone() {
        assertThat(Problem.of(404, "not_found", "There is no such resource", "").toJson())
                .isEqualTo(
                        "{\"type\":\"urn:weir:problem:not_found\",\"title\":\"There is no such resource\",\"status\":404,\"code\":\"not_found\"}");
    }

    @Test
    void json_ofWhatAClientSent_isEscaped() {
        assertThat(Problem.of(400, "a", "t", "\"\\\n\u0085\ud800 é").toJson())
                .contains("\"detail\":\"\\\"\\\\\\u000a\\u0085\\ud800 é\"");
    }

    @Test
    void headers_tellTheRemedy() {
        assertThat(headers(new Remedy.Mend())).isEmpty();
        assertThat(headers(new Remedy.SignIn())).isEqualTo(Map.of("www-authenticate", "Bearer realm=\"weir\""));
        assertThat(headers(new Remedy.Wait(Duration.ofMillis(1_001)))).isEqualTo(Map.of("retry-after", "2"));
        assertThat(headers(new Remedy.Stake(TokenAmount.ofTokens("1")))).isEmpty();
        assertThat(headers(new Remedy.Ask("POST"))).isEqualTo(Map.of("allow", "POST"));
    }

    @ParameterizedTest
    @EnumSource
    void usualRemedy_isToSignInAfter401_andToWaitAfter503(DenyReason reason) {
        var expected = switch (reason.httpStatus()) {
            case 401 -> new Remedy.SignIn();
            case 503 -> new Remedy.Wait(Duration.ofSeconds(1));
            default -> new Remedy.Mend();
        };

        assertThat(Problem.of(reason, "").remedy()).isEqualTo(expected);
    }

    @Test
    void problem_thatRefusesNothing_isNone() {
        assertThatThrownBy(() -> Problem.of(200, "a", "t", "")).hasMessageContaining("status 200");
        assertThatThrownBy(() -> Problem.of(400, "A b", "t", "")).hasMessageContaining("'A b'");
        assertThatThrownBy(() -> new Remedy.Wait(Duration.ZERO)).hasMessageContaining("is none");
    }

    @Test
    void wait_isSpreadOverThreeTimesItsLength() {
        var random = new SplittableRandom(1);
        var seconds = IntStream.range(0, 1_000)
                .mapToObj(caller -> headers(new Remedy.Wait(Duration.ofSeconds(1)).spread(random))
                        .get("retry-after"))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));

        assertThat(seconds.keySet()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(seconds.get("3")).isGreaterThan(300);
    }

    private static Map<String, String> headers(Remedy remedy) {
        return new Problem(403, "a", "t", "", remedy).headers();
    }
}
