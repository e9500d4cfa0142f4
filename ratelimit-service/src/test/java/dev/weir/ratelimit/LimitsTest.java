package dev.weir.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The matching rules of envoyproxy/ratelimit, one by one. */
final class LimitsTest {
    @Test
    void match_prefersTheExactValueThenTheFirstWildcardThenTheKeyAlone() {
        var limits = limits(
                leaf("path", null, "any"),
                leaf("path", "/a/*", "wide"),
                leaf("path", "/a/b*", "late"),
                leaf("path", "/a/b", "exact"));

        assertThat(rule(limits, pair("path", "/a/b"))).contains("exact");
        assertThat(rule(limits, pair("path", "/a/bc"))).contains("wide");
        assertThat(rule(limits, pair("path", "/x"))).contains("any");
        assertThat(rule(limits, pair("method", "GET"))).isEmpty();
    }

    @Test
    void match_needsExactlyAsManyEntriesAsTheRuleIsDeep() {
        var limits = limits(node("api", "quotes", null, leaf("caller", null, "each")));

        assertThat(rule(limits, pair("api", "quotes"), pair("caller", "a"))).contains("each");
        assertThat(rule(limits, pair("api", "quotes"))).isEmpty();
        assertThat(rule(limits, pair("api", "quotes"), pair("caller", "a"), pair("more", "x")))
                .isEmpty();
        assertThat(rule(limits, pair("caller", "a"))).isEmpty();
    }

    @Test
    void match_doesNotGoBackUpFromAnEntryItChose() {
        var limits = limits(
                node("api", "quotes", null, leaf("tier", "open", "one")),
                node("api", null, null, leaf("tier", null, "other")));

        assertThat(rule(limits, pair("api", "quotes"), pair("tier", "staked"))).isEmpty();
        assertThat(rule(limits, pair("api", "rpc"), pair("tier", "staked"))).contains("other");
    }

    @Test
    void match_ofAnEntryWithoutARule_exemptsThatValue() {
        var limits = limits(leaf("address", null, "each"), node("address", "10.0.0.1", null));

        assertThat(rule(limits, pair("address", "10.0.0.1"))).isEmpty();
        assertThat(rule(limits, pair("address", "10.0.0.2"))).contains("each");
    }

    @Test
    void match_inAnUnknownDomain_isNone() {
        assertThat(limits(leaf("a", null, "r")).match("other", Descriptor.of(pair("a", "b"))))
                .isEmpty();
    }

    @Test
    void match_withABroughtRate_takesItAndNamesItByItsKeys() {
        var brought = new Descriptor(
                List.of(pair("api", "x"), pair("caller", "0xabc")), new Rate(3, RateUnit.MINUTE), OptionalLong.empty());

        var match = limits(leaf("a", null, "r")).match("weir", brought).orElseThrow();

        assertThat(match.rule()).isEqualTo(new Rule("api.caller", new Rate(3, RateUnit.MINUTE), false));
    }

    @Test
    void counter_differsByEveryValueAndCannotBeForged() {
        var limits = limits(leaf("a", null, "r"), node("a", "1", null, leaf("b", null, "s")));
        String one = counter(limits, pair("a", "1|1:b|1:2"));
        String two = counter(limits, pair("a", "1"), pair("b", "2"));

        assertThat(one).isNotEqualTo(two);
        assertThat(two).isEqualTo("S|4:weir|1:a|1:1|1:b|1:2");
    }

    @Test
    void counter_ofALongValue_isShort() {
        var limits = limits(leaf("a", null, "r"));

        assertThat(counter(limits, pair("a", "x".repeat(60_000)))).hasSize(71).startsWith("sha256|");
    }

    @Test
    void wildcard_matchesRunsOfAnyLengthInAnyPlace() {
        assertThat(new WildcardPattern("/api/*/action").matches("/api/1/action"))
                .isTrue();
        assertThat(new WildcardPattern("/api/*/action").matches("/api/action")).isFalse();
        assertThat(new WildcardPattern("/api/*/action").matches("/api//action")).isTrue();
        assertThat(new WildcardPattern("*b*c*").matches("abxc")).isTrue();
        assertThat(new WildcardPattern("*b*c*").matches("acxb")).isFalse();
        assertThat(new WildcardPattern("a*a").matches("a")).isFalse();
        assertThat(new WildcardPattern("a*ba*ab").matches("aba" + "b")).isFalse();
        assertThat(new WildcardPattern("*").matches("")).isTrue();
    }

    @Test
    void level_withTwoEntriesForTheSameValue_isRefused() {
        assertThatThrownBy(() -> limits(leaf("a", "b", "r"), leaf("a", "b", "s")))
                .hasMessage("two entries match the same key 'a' and value");
    }

    private static Optional<String> rule(Limits limits, Descriptor.Entry... entries) {
        return limits.match("weir", Descriptor.of(entries))
                .map(match -> match.rule().name());
    }

    private static String counter(Limits limits, Descriptor.Entry... entries) {
        return limits.match("weir", Descriptor.of(entries))
                .orElseThrow()
                .counter()
                .value();
    }

    private static Limits limits(LimitEntry... entries) {
        return new Limits(Map.of("weir", LimitLevel.of(List.of(entries))));
    }

    private static LimitEntry leaf(String key, @Nullable String value, String rule) {
        return node(key, value, new Rule(rule, new Rate(1, RateUnit.SECOND), false));
    }

    private static LimitEntry node(String key, @Nullable String value, @Nullable Rule rule, LimitEntry... below) {
        return new LimitEntry(key, value, rule, LimitLevel.of(List.of(below)));
    }

    private static Descriptor.Entry pair(String key, String value) {
        return new Descriptor.Entry(key, value);
    }
}
