package dev.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.model.Tier;
import dev.weir.model.WalletAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an API says of its calls: time, tries, body, headers, limits, cost. */
final class ApiTermsTest {
    @Test
    void terms_areReadAsTheyAreWritten() {
        var api = api(
                "timeouts: {request: 2s, try: 400ms}, retries: 1, body: 2KiB, answer: 1MiB, compression: true, cost: true,"
                        + " limits: {open: 20/second, staked: 6000/minute},"
                        + " headers: {request: {set: {X-Env: prod}, remove: [X-Drop]}, response: {remove: [server-timing]}},"
                        + " trace: [\"0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\"]");

        assertThat(api.timeouts().request()).isEqualTo(Duration.ofSeconds(2));
        assertThat(api.timeouts().idempotentTry()).isEqualTo(Duration.ofMillis(400));
        assertThat(api.retries()).hasValue(1);
        assertThat(api.body()).contains(new ByteSize(2_048));
        assertThat(api.answer()).contains(new ByteSize(1_048_576));
        assertThat(api.tellsCost()).isTrue();
        var limits = api.limits().orElseThrow();
        assertThat(limits.of(Tier.OPEN)).hasToString("20/second");
        assertThat(limits.of(Tier.STAKED)).hasToString("6000/minute");
        assertThat(limits.of(Tier.SLOWED)).hasToString("2/second");
        assertThat(api.headers().request().set()).containsExactlyEntriesOf(Map.of("x-env", "prod"));
        assertThat(api.headers().request().remove()).containsExactly("x-drop");
        assertThat(api.headers().response().remove()).containsExactly("server-timing");
        assertThat(api.trace()).containsExactly(new WalletAddress("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"));
    }

    @Test
    void hedge_isASecondTry_thatRetriesHaveToAllow() {
        assertThat(api("hedge: true").hedges()).isTrue();
        assertThat(api("hedge: false, retries: 0").hedges()).isFalse();
        assertThatThrownBy(() -> api("hedge: true, retries: 0"))
                .hasMessageContaining("has hedge, which is a second try, and retries: 0");
    }

    @Test
    void withoutAnyOfThem_aCallHas15Seconds_andAnIdempotentOneFourTries() {
        var api = api("access: public");

        assertThat(api.timeouts().request()).isEqualTo(Duration.ofSeconds(15));
        assertThat(api.timeouts().idempotentTry()).isEqualTo(Duration.ofMillis(3_500));
        assertThat(api.timeouts().longestTry()).isEqualTo(Duration.ofMillis(14_900));
        assertThat(api.timeouts().stalled()).isEqualTo(Duration.ofMillis(14_500));
        assertThat(api.retries()).hasValue(3);
        assertThat(api.answer()).isEmpty();
        assertThat(api.limits()).isEmpty();
        assertThat(api.tellsCost()).isFalse();
        assertThat(api.hedges()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"100ms, 90, 90, 95", "1s, 233, 900, 950", "120s, 28000, 119900, 119500", "1h, 840000, 3599900, 3599500"
    })
    void everyTry_endsBeforeTheWhole(String request, long idempotent, long longest, long stalled) {
        var timeouts = api("timeouts: {request: " + request + "}").timeouts();

        assertThat(timeouts.idempotentTry()).isEqualTo(Duration.ofMillis(idempotent));
        assertThat(timeouts.longestTry()).isEqualTo(Duration.ofMillis(longest));
        assertThat(timeouts.stalled()).isEqualTo(Duration.ofMillis(stalled));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            timeouts: {request: 2h}                        | 100ms..1h
            timeouts: {request: 1s, try: 2s}               | 10ms..request
            retries: 6                                     | 0..5
            body: 2MB                                      | write 512KiB or 1MiB
            body: 0KiB                                     | body is not in
            answer: 0KiB                                   | answer is not in
            answer: 1GiB                                   | write 512KiB or 1MiB
            protocol: json-rpc, body: 1MiB                 | which the judge reads at most
            limits: {open: 20/s}                           | write 20/second; units are second, minute, hour, day
            limits: {open: 0/second}                       | not in 1..1000000
            limits: {staked: 1/second}                     | 'open' is missing
            headers: {request: {set: {host: a}}}           | cannot be set or removed
            headers: {request: {set: {x-weir-node: a}}}    | cannot be set or removed
            headers: {response: {remove: [set-cookie]}}    | cannot be set or removed
            headers: {request: {set: {x-api-key: a}}}      | looks like a secret
            headers: {request: {set: {x-a: ""}}}           | has no value
            trace: [0x12]                                  | is not a wallet address
            """)
    void wrongTerms_areRefused_atTheirLine(String terms, String why) {
        assertThatThrownBy(() -> api(terms))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("weir.yaml:1:")
                .hasMessageContaining(why);
    }

    private static WeirConfig.Api api(String terms) {
        var text = "apis: [{name: api, match: {prefix: /a}, pools: [own], " + terms
                + "}]\npools: [{name: own, endpoints: [{url: \"http://127.0.0.1:1\"}]}]\nchain: memory\n";
        return YamlReader.read("weir.yaml", text.getBytes(StandardCharsets.UTF_8), WeirConfig.class)
                .apis()
                .getFirst();
    }
}
