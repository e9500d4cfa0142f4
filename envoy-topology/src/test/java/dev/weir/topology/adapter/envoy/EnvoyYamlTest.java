package dev.weir.topology.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.xds.type.v3.TypedStruct;
import com.google.protobuf.InvalidProtocolBufferException;
import io.envoyproxy.envoy.config.cluster.v3.Cluster;
import org.junit.jupiter.api.Test;

final class EnvoyYamlTest {
    @Test
    void plainFields_areRead() {
        var cluster = EnvoyYaml.merge(EnvoyYaml.parse("{name: a.b, connect_timeout: 0.5s}"), Cluster.newBuilder());

        assertThat(cluster.getName()).isEqualTo("a.b");
        assertThat(cluster.getConnectTimeout().getNanos()).isEqualTo(500_000_000);
    }

    @Test
    void extension_travelsAsTypedStruct_evenWhereOurProtosDoNotKnowIt() throws InvalidProtocolBufferException {
        var cluster = EnvoyYaml.merge(EnvoyYaml.parse("""
                        name: a
                        cluster_type: {name: x, typed_config: {"@type": type.googleapis.com/of.the.Future, speed: 3}}"""), Cluster.newBuilder());
        var typed = cluster.getClusterType().getTypedConfig().unpack(TypedStruct.class);

        assertThat(typed.getTypeUrl()).isEqualTo("type.googleapis.com/of.the.Future");
        assertThat(typed.getValue().getFieldsOrThrow("speed").getNumberValue()).isEqualTo(3);
    }

    @Test
    void unknownField_isRefused_andNamed() {
        assertThatThrownBy(() -> EnvoyYaml.merge(EnvoyYaml.parse("{colour: red}"), Cluster.newBuilder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an Envoy resource")
                .hasMessageContaining("colour");
    }

    @Test
    void missingFile_isNamed() {
        assertThatThrownBy(() -> EnvoyYaml.resource("absent.yaml"))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("no resource envoy-config/absent.yaml");
    }
}
