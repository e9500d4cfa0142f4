package dev.weir.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.scoring.PolicyFeatures.Node;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class PolicyFeaturesTest {
    private static final Offset<Float> CLOSE = within(1e-5f);

    @Test
    void node_isSeenBesideItsCrowd() {
        var rows = PolicyFeatures.rows(List.of(
                node(vector(1, 0.5f, 1.5f, 0.04f, 0.01f, 0.5f, 0), 0.2),
                node(vector(2, 0, 3, 0, 0, 1, 10), 0.3),
                node(vector(4, 0, 4, 0, 0, 1.5f, 0), 0.5)));

        assertThat(feature(rows[0], "log-latency-beside-crowd")).isEqualTo(-1, CLOSE);
        assertThat(feature(rows[2], "log-latency-beside-crowd")).isEqualTo(2, CLOSE);
        assertThat(feature(rows[0], "log-latency-trend")).isEqualTo(0.5f, CLOSE);
        assertThat(feature(rows[0], "log-tail")).isEqualTo(0.5f, CLOSE);
        assertThat(feature(rows[0], "root-failure-fast")).isEqualTo(0.2f, CLOSE);
        assertThat(feature(rows[0], "root-failure-slow")).isEqualTo(0.1f, CLOSE);
        assertThat(feature(rows[0], "log-in-flight-beside-crowd")).isEqualTo(-0.5f, CLOSE);
        assertThat(feature(rows[1], "evidence-age")).isEqualTo(2, CLOSE);
        assertThat(feature(rows[2], "log-planned-share-beside-even")).isEqualTo((float) Math.log(1.5), CLOSE);
    }

    @Test
    void crowd_isTheSameForAll() {
        var rows = PolicyFeatures.rows(
                List.of(node(vector(1, 0, 1, 0, 0, 0.5f, 0), 0.5), node(vector(3, 0, 3, 0, 0, 1.5f, 0), 0.5)));

        for (var row : rows) {
            assertThat(feature(row, "crowd-log-in-flight")).isEqualTo(1, CLOSE);
            assertThat(feature(row, "crowd-spread-of-log-latency")).isEqualTo(1, CLOSE);
            assertThat(feature(row, "log-nodes")).isEqualTo((float) Math.log(0.2), CLOSE);
        }
    }

    @Test
    void order_ofTheNodesDoesNotMatter() {
        var one = node(vector(1, 0.1f, 1.2f, 0, 0, 0.5f, 1), 0.7);
        var other = node(vector(3, 0, 3, 0.5f, 0.1f, 1.5f, 0), 0.3);

        var rows = PolicyFeatures.rows(List.of(one, other));
        var turned = PolicyFeatures.rows(List.of(other, one));

        assertThat(turned[1]).containsExactly(rows[0]);
        assertThat(turned[0]).containsExactly(rows[1]);
    }

    @Test
    void nodeThatWasNotSeen_standsInTheMiddleOfItsCrowd_withTheOldestEvidence() {
        var rows = PolicyFeatures.rows(
                List.of(new Node(Optional.empty(), 0, 0.5), node(vector(3, 1, 4, 0.2f, 0.2f, 1, 0), 0.5)));

        assertThat(feature(rows[0], "log-latency-beside-crowd")).isZero();
        assertThat(feature(rows[0], "log-in-flight-beside-crowd")).isZero();
        assertThat(feature(rows[0], "evidence-age")).isEqualTo(PolicyFeatures.BOUND);
        assertThat(feature(rows[0], "crowd-log-in-flight")).isEqualTo(1, CLOSE);
    }

    @Test
    void everything_isBounded() {
        var rows = PolicyFeatures.rows(List.of(
                new Node(Optional.of(vector(-20, 0, 20, 1, 1, 20, 20)), -1e9, 0),
                new Node(Optional.of(vector(20, 0, 20, 0, 0, 0, 0)), 1e9, 1)));

        for (var row : rows) {
            assertThat(row).hasSameSizeAs(PolicyFeatures.names());
            for (float value : row) {
                assertThat(value).isBetween(-PolicyFeatures.BOUND, PolicyFeatures.BOUND);
            }
        }
    }

    private static float feature(float[] row, String name) {
        return row[PolicyFeatures.names().indexOf(name)];
    }

    private static Node node(FeatureVector seen, double share) {
        return new Node(Optional.of(seen), 0, share);
    }

    private static FeatureVector vector(
            float latency, float trend, float p99, float failureFast, float failureSlow, float inFlight, float age) {
        return new FeatureVector(
                List.of(latency, latency - trend, trend, p99, failureFast, failureSlow, inFlight, age));
    }
}
