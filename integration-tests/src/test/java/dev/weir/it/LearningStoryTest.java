package dev.weir.it;

import static dev.weir.it.Gateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The weights learn, and say why. */
@ExtendWith(Gateway.Extension.class)
final class LearningStoryTest {
    private static final Duration BOUND = Duration.ofSeconds(30);

    private Gateway gateway;

    @BeforeEach
    void settled(Gateway shared) {
        gateway = shared;
        gateway.settle();
    }

    @AfterEach
    void heal() {
        gateway.weir("impair", "amber", "--heal").ok();
    }

    @Test
    void slowNode_fallsBelow5Percent_andComesBack_at100ASecond() {
        fallsAndComesBack("100");
    }

    @Test
    void slowNode_fallsBelow5Percent_andComesBack_at10ASecond() {
        fallsAndComesBack("10");
    }

    private void fallsAndComesBack(String rate) {
        try (var traffic = gateway.traffic(rate)) {
            // The fastest of five, once it is known: what it lost by earlier tests is regained.
            await().atMost(BOUND).until(() -> share("amber") > 0.25);

            gateway.weir("impair", "amber", "--latency", "10x").ok();
            var toFall = waited(() -> share("amber") < 0.05);
            assertThat(gateway.weir("explain", "amber", "--api", "quotes").ok())
                    .contains("latency")
                    .contains("price");

            gateway.weir("impair", "amber", "--latency", "1x").ok();
            var toReturn = waited(() -> share("amber") > 0.15);

            var report = json(traffic.stop().out());
            assertThat(Gateway.faults(report)).as(report.toString()).isZero();
            write("slow-node-at-" + rate, toFall, toReturn);
        }
    }

    private Duration waited(Callable<Boolean> condition) {
        long start = System.nanoTime();
        try {
            await().atMost(BOUND).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    gateway.weir("explain", "amber", "--api", "quotes").out(), e);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void write(String name, Duration toFall, Duration toReturn) {
        StoryResults.write(
                name,
                "{\"seconds_to_below_5_percent\": %.1f, \"seconds_to_above_15_percent\": %.1f}%n"
                        .formatted(toFall.toMillis() / 1e3, toReturn.toMillis() / 1e3));
    }

    @Test
    void explanation_addsUpToTheShare() {
        var quotes = json(gateway.weir("explain", "amber", "--api", "quotes", "-o", "json")
                        .ok())
                .get("quotes");
        double sum = Gateway.stream(quotes.at("/why/contributions"))
                .mapToDouble(part -> part.get("value").asDouble())
                .sum();

        assertThat(sum).isCloseTo(quotes.get("shareWanted").asDouble(), org.assertj.core.data.Offset.offset(0.01));
    }

    private double share(String node) {
        return gateway.node("quotes", node).get("shareWanted").asDouble();
    }
}
