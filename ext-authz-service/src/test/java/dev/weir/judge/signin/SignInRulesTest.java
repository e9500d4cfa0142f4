package dev.weir.judge.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.WeirConfig.Auth;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SignInRulesTest {
    @Test
    void domains_whereTheFileNamesNone_areTheGatewaysOwn() {
        var auth = new Auth(List.of(), Duration.ofMinutes(5), Duration.ofHours(12));

        assertThat(SignInRules.of(auth, 31_337, 12_000).domains())
                .containsExactly("127.0.0.1:12000", "localhost:12000");
    }

    @Test
    void domains_whereTheFileNamesSome_areThoseAlone() {
        var auth = new Auth(List.of("api.example"), Duration.ofMinutes(5), Duration.ofHours(12));

        assertThat(SignInRules.of(auth, 31_337, 12_000).domains()).containsExactly("api.example");
    }

    @Test
    void rules_withoutADomain_areRefused() {
        assertThatThrownBy(() -> new SignInRules(List.of(), 1, Duration.ofMinutes(5), Duration.ofHours(1)))
                .hasMessage("sign-in needs at least one domain");
    }
}
