package dev.weir.judge.adapter.quarkus;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Ends a start whose gRPC server could not be made: Quarkus only logs that, and the process would stand there without one, alive and never ready. Whoever
 * supervises it starts it anew.
 */
@Singleton
final class GrpcServing {
    private static final int LAST = Integer.MAX_VALUE;

    void check(@Observes @Priority(LAST) StartupEvent event, GrpcHealthStorage health) {
        var status =
                health.statusForService(GrpcHealthStorage.DEFAULT_SERVICE_NAME).getStatus();
        if (status != ServingStatus.SERVING) {
            throw new IllegalStateException("the gRPC server did not start (" + status + "); why is logged above");
        }
    }
}
