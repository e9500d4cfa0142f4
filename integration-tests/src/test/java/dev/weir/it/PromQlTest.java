package dev.weir.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PromQlTest {
    @Test
    void metrics_areTheWordsThatAreNoneOfTheLanguages() {
        assertThat(PromQl.metrics("""
                                histogram_quantile(0.99, sum by (api, le) (rate(a_bucket{api=~"$api",le!="x"}[$__rate_interval])))
                                  / on (api) group_left (node) b:c > 1e3 and on () max without (d) (e == bool 1 offset 5m) unless up
                                """)).containsExactly("a_bucket", "b:c", "e", "up");
    }

    @Test
    void variables_areFilledIn() {
        assertThat(PromQl.filled("rate(a{api=~\"$api\"}[$__rate_interval])")).isEqualTo("rate(a{api=~\".+\"}[1m])");
    }
}
