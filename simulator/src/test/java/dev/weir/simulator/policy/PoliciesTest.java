package dev.weir.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.config.ConfigException;
import org.junit.jupiter.api.Test;

final class PoliciesTest {
    @Test
    void names_areThoseOfTheCommandLine() {
        assertThat(Policies.names())
                .contains(
                        "round_robin",
                        "random",
                        "least_request",
                        "peak_ewma",
                        "cswrr",
                        "prequal",
                        "weights",
                        "pick",
                        "central_queue",
                        "sed",
                        "clairvoyant");
        assertThat(Policies.names()).containsAll(Policies.LIMITS).contains(Policies.BASE);
    }

    @Test
    void unknownPolicy_isRefused_withThoseThatThereAre() {
        assertThatThrownBy(() -> Policies.maker("fastest"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("policy 'fastest' is not known; there are round_robin, random, ");
    }
}
