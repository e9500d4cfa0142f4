package dev.weir.it;

import static dev.weir.it.Gateway.bearer;
import static dev.weir.it.Gateway.code;
import static dev.weir.it.Gateway.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.chain.Devnet;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How much: 20 a second without stake, 100 with. */
@ExtendWith(Gateway.Extension.class)
final class LimitStoryTest {
    @Test
    void openCaller_isLimitedTo20ASecond(Gateway gateway) {
        var answers = burst(gateway, gateway.freshToken(), 60);

        assertThat(answers).anyMatch(answer -> answer.statusCode() == 429);
        assertThat(answers.stream().limit(20)).allMatch(answer -> answer.statusCode() == 200);
    }

    @Test
    void stakedCaller_isLimitedTo100ASecond(Gateway gateway) {
        gateway.weir("stake", "100", "--account", "9").ok();
        var token = gateway.token(Devnet.signer(9));
        // This API does not wait for the chain: who was not asked about yet is open.
        await().until(() ->
                header(gateway.get("/quotes/BTC", bearer(token)), "x-weir-tier").equals("staked"));

        var answers = burst(gateway, token, 60);

        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
        assertThat(header(answers.getFirst(), "x-weir-tier")).isEqualTo("staked");
    }

    @Test
    void allowedAnswer_tellsTheLimit(Gateway gateway) {
        var answer = gateway.get("/quotes/BTC", bearer(gateway.freshToken()));

        assertThat(header(answer, "ratelimit-policy")).contains("q=20").contains("w=1");
        assertThat(header(answer, "ratelimit")).contains("r=19").contains("t=");
    }

    @Test
    void limitedAnswer_saysWhenToComeBack(Gateway gateway) {
        var limited = burst(gateway, gateway.freshToken(), 60).stream()
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();

        assertThat(Integer.parseInt(header(limited, "retry-after"))).isBetween(1, 3);
        assertThat(header(limited, "ratelimit-policy")).contains("q=20");
        assertThat(header(limited, "ratelimit")).contains("r=0");
        assertThat(header(limited, "content-type")).isEqualTo("application/problem+json");
        assertThat(code(limited)).isEqualTo("rate_limited");
    }

    private static List<HttpResponse<String>> burst(Gateway gateway, String token, int count) {
        var answers = new ArrayList<HttpResponse<String>>();
        for (int i = 0; i < count; i++) {
            answers.add(gateway.get("/quotes/BTC", bearer(token)));
        }
        return answers;
    }
}
