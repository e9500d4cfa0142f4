package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.model.ApiName;
import dev.weir.model.Tier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LimitsFileTest {
    private static final ApiName QUOTES = new ApiName("quotes");
    private static final ApiName RPC = new ApiName("rpc");

    @Test
    void shippedFile_limitsEachApiAtEachTier() {
        var apis = WeirConfig.read(Path.of("../weir.yaml")).apis().stream()
                .map(WeirConfig.Api::name)
                .toList();

        assertThat(LimitsFile.read(Path.of("../deploy/limits/weir.yaml")).callerLimits(apis))
                .hasSize(3 * apis.size())
                .contains(
                        second(new ApiName("eth-rpc"), Tier.STAKED, 100),
                        second(QUOTES, Tier.OPEN, 20),
                        second(QUOTES, Tier.SLOWED, 2));
    }

    @Test
    void exactValue_isBeforePattern_andPatternBeforeNone() {
        var limits = limits("""
                - {key: api, value: quo*, descriptors: [{key: tier, descriptors: [{key: caller, rate_limit: {unit: second, requests_per_unit: 2}}]}]}
                - {key: api, descriptors: [{key: tier, descriptors: [{key: caller, rate_limit: {unit: second, requests_per_unit: 3}}]}]}
                - {key: api, value: quotes, descriptors: [{key: tier, value: open, descriptors: [{key: caller, rate_limit: {unit: second, requests_per_unit: 1}}]}]}
                """);

        assertThat(limits.callerLimits(List.of(QUOTES))).containsExactly(second(QUOTES, Tier.OPEN, 1));
        assertThat(limits.callerLimits(List.of(new ApiName("quorum"))))
                .extracting(CallerLimit::calls)
                .containsOnly(2L);
        assertThat(limits.callerLimits(List.of(RPC)))
                .extracting(CallerLimit::calls)
                .containsOnly(3L);
    }

    @Test
    void callerByName_hasItsOwn_andOneOfAPatternTheOthers() {
        var limits = limits("""
                - key: api
                  descriptors:
                  - key: tier
                    value: open
                    descriptors:
                    - {key: caller, value: "eip155:1:0xab", rate_limit: {unit: minute, requests_per_unit: 600}}
                    - {key: caller, value: "eip155:5:*", rate_limit: {unit: second, requests_per_unit: 1}}
                    - {key: caller, rate_limit: {unit: second, requests_per_unit: 20}}
                """);

        assertThat(limits.callerLimits(List.of(QUOTES)))
                .containsExactly(
                        new CallerLimit(QUOTES, Tier.OPEN, Optional.of("eip155:1:0xab"), 600, Duration.ofMinutes(1)),
                        second(QUOTES, Tier.OPEN, 20));
    }

    @Test
    void exemptUnlimitedAndWatched_haveNoBound_andNothingIsOneADay() {
        for (var rate : List.of(
                "",
                "rate_limit: {unlimited: true}",
                "rate_limit: {unit: second, requests_per_unit: 1}, shadow_mode: true")) {
            assertThat(open("{key: caller, " + rate + "}").calls()).isEqualTo(CallerLimit.UNBOUNDED);
        }
        assertThat(open("{key: caller, rate_limit: {unit: second, requests_per_unit: 0}}"))
                .isEqualTo(new CallerLimit(QUOTES, Tier.OPEN, Optional.empty(), 1, Duration.ofDays(1)));
    }

    @Test
    void ruleOfOtherDepthOrKeys_limitsNoCaller() {
        assertThat(limits("""
                - {key: api, value: quotes, rate_limit: {unit: second, requests_per_unit: 1}}
                - {key: remote_address, rate_limit: {unit: second, requests_per_unit: 1}}
                """).callerLimits(List.of(QUOTES))).isEmpty();
    }

    @Test
    void unknownKeyOrHalfARate_isRefused_withItsPlace() {
        assertThatThrownBy(() -> limits("- {key: api, rate: 5}\n"))
                .hasMessageStartingWith("limits.yaml:3:")
                .hasMessageContaining("unknown key 'rate'");
        assertThatThrownBy(() -> limits("- {key: api, rate_limit: {unit: second}}\n"))
                .hasMessageStartingWith("limits.yaml:3:")
                .hasMessageContaining("a rate has unit and requests_per_unit");
    }

    private static CallerLimit open(String caller) {
        return limits("- {key: api, descriptors: [{key: tier, value: open, descriptors: [" + caller + "]}]}\n")
                .callerLimits(List.of(QUOTES))
                .getFirst();
    }

    private static CallerLimit second(ApiName api, Tier tier, long calls) {
        return new CallerLimit(api, tier, Optional.empty(), calls, Duration.ofSeconds(1));
    }

    private static LimitsFile limits(String descriptors) {
        var yaml = "domain: weir\ndescriptors:\n" + descriptors;
        return YamlReader.read("limits.yaml", yaml.getBytes(StandardCharsets.UTF_8), LimitsFile.class);
    }
}
