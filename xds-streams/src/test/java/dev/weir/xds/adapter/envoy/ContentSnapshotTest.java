package dev.weir.xds.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import io.envoyproxy.envoy.config.endpoint.v3.ClusterLoadAssignment;
import io.envoyproxy.envoy.config.endpoint.v3.LbEndpoint;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Versions, by content alone. */
final class ContentSnapshotTest {
    private static final ClusterLoadAssignment ONE = assignment("one", 1);
    private static final ClusterLoadAssignment TWO = assignment("two", 2);

    @Test
    void whatComesAfter_hasTheVersionsOfOneThatComesOfNothing() {
        var others = resources(ONE, assignment("two", 3));

        var after = ContentSnapshot.of(resources(ONE, TWO)).next(others);

        assertThat(after.endpoints().version())
                .isEqualTo(ContentSnapshot.of(others).endpoints().version());
        assertThat(version(after, "one")).isEqualTo(version(ContentSnapshot.of(others), "one"));
        assertThat(version(after, "two")).isEqualTo(version(ContentSnapshot.of(others), "two"));
    }

    @Test
    void whatIsTheSameObject_isNotReadAgain_andWhatIsEqualHasTheSameVersion() {
        var before = ContentSnapshot.of(resources(ONE, TWO));

        var after = before.next(resources(ONE, assignment("two", 2)));

        assertThat(after.endpoints().versionedResources().get("one"))
                .isSameAs(before.endpoints().versionedResources().get("one"));
        assertThat(after.endpoints().version()).isEqualTo(before.endpoints().version());
    }

    @Test
    void oneThatChanges_comes_orGoes_isAnotherVersionOfTheType_andOfNoOther() {
        var before = ContentSnapshot.of(resources(ONE, TWO));

        for (var other : List.of(
                before.next(resources(ONE, assignment("two", 3))),
                before.next(resources(ONE)),
                before.next(resources(ONE, TWO, assignment("three", 1))),
                before.with(List.of(TWO)))) {
            assertThat(other.endpoints().version())
                    .isNotEqualTo(before.endpoints().version());
            assertThat(other.clusters().version()).isEqualTo(before.clusters().version());
        }
        assertThat(version(before.next(resources(ONE, assignment("two", 3))), "one"))
                .isEqualTo(version(before, "one"));
    }

    private static String version(ContentSnapshot snapshot, String name) {
        return Objects.requireNonNull(snapshot.endpoints().versionedResources().get(name))
                .version();
    }

    private static XdsResources resources(ClusterLoadAssignment... endpoints) {
        return new XdsResources(List.of(), List.of(), List.of(), List.of(endpoints));
    }

    private static ClusterLoadAssignment assignment(String name, int endpoints) {
        var written = ClusterLoadAssignment.newBuilder().setClusterName(name);
        for (int i = 0; i < endpoints; i++) {
            written.addEndpointsBuilder().addLbEndpoints(LbEndpoint.getDefaultInstance());
        }
        return written.build();
    }
}
