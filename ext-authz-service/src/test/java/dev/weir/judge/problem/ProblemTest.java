package dev.weir.judge.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.weir.model.DenyReason;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ProblemTest {
    @Test
    void members_standInTheOrderOfTheRfc() {
        assertThat(Problem.of(DenyReason.STAKE_REQUIRED, "Stake 100 WEIR."))
                .containsExactly(
                        entry("type", "urn:weir:problem:stake_required"),
                        entry("title", "This API needs a stake"),
                        entry("status", 403),
                        entry("detail", "Stake 100 WEIR."),
                        entry("code", "stake_required"));
    }

    @ParameterizedTest
    @EnumSource
    void headers_sayHowToSignInWith401_andWhenToComeBackWith503(DenyReason reason) {
        var expected = switch (reason.httpStatus()) {
            case 401 -> Map.of("www-authenticate", "Bearer realm=\"weir\"");
            case 503 -> Map.of("retry-after", "1");
            default -> Map.<String, String>of();
        };

        assertThat(Problem.headers(reason)).isEqualTo(expected);
    }
}
