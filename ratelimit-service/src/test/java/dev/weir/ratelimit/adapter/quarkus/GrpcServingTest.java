package dev.weir.ratelimit.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.StartupEvent;
import org.junit.jupiter.api.Test;

final class GrpcServingTest {
    private final GrpcHealthStorage health = new GrpcHealthStorage();

    @Test
    void startWithoutAGrpcServer_ends() {
        assertThatThrownBy(() -> new GrpcServing().check(new StartupEvent(), health))
                .hasMessageStartingWith("the gRPC server did not start");
    }

    @Test
    void startWithOne_goesOn() {
        health.setStatus(GrpcHealthStorage.DEFAULT_SERVICE_NAME, ServingStatus.SERVING);

        assertThatCode(() -> new GrpcServing().check(new StartupEvent(), health))
                .doesNotThrowAnyException();
    }
}
