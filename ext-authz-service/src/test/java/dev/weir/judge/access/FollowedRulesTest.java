package dev.weir.judge.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.WeirConfig;
import dev.weir.config.YamlReader;
import dev.weir.model.DenyReason;
import dev.weir.model.Tier;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a judge asks for once the configuration is another. */
final class FollowedRulesTest extends JudgeUnderTest {
    private static final String FILE = """
            apis:
              - {name: quotes, match: {prefix: /quotes}, pools: [cloud]}
              - {name: new, match: {prefix: /new}, pools: [cloud]}
            pools: [{name: cloud, endpoints: [{url: "http://10.0.0.7:8080"}]}]
            """;

    @Test
    void apiThatCame_isServed_andOneThatWent_isUnknown() {
        assertThat(refused(judge.judge(get("new"))).reason()).isEqualTo(DenyReason.API_UNKNOWN);

        judge.follow(read(FILE));

        allowed(judge.judge(get("new")));
        assertThat(refused(judge.judge(get("fast-quotes"))).reason()).isEqualTo(DenyReason.API_UNKNOWN);
    }

    @Test
    void access_isAsItIsNow() {
        judge.follow(read(FILE.replace("/quotes}, pools: [cloud]", "/quotes}, pools: [cloud], access: public")));
        allowed(judge.judge(get("quotes", Optional.empty())));

        judge.follow(read(FILE));
        assertThat(refused(judge.judge(get("quotes", Optional.empty()))).reason())
                .isEqualTo(DenyReason.CREDENTIALS_MISSING);
    }

    @Test
    void stakeThatEarnsTheTier_isTheSmallestOfNow() {
        stake();
        assertThat(allowed(judge.judge(get("quotes"))).tier()).isEqualTo(Tier.STAKED);

        judge.follow(read(FILE.replace("/new}, pools: [cloud]", "/new}, pools: [cloud], access: {stake: 101 WEIR}")));

        assertThat(allowed(judge.judge(get("quotes"))).tier()).isEqualTo(Tier.OPEN);
        assertThat(refused(judge.judge(get("new"))).reason()).isEqualTo(DenyReason.STAKE_REQUIRED);
    }

    private static WeirConfig read(String yaml) {
        return YamlReader.read("weir.yaml", yaml.getBytes(UTF_8), WeirConfig.class);
    }
}
