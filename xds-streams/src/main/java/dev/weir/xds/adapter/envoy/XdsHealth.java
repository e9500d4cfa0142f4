package dev.weir.xds.adapter.envoy;

import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.util.function.BooleanSupplier;

/** Whether a server of xDS has anything to tell: Envoy dials the first one that has. Of the server as a whole, by whatever name it is asked. */
public final class XdsHealth extends HealthGrpc.HealthImplBase {
    private final BooleanSupplier serves;

    /** @param serves asked at each check, by any thread */
    public XdsHealth(BooleanSupplier serves) {
        this.serves = serves;
    }

    @Override
    public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> client) {
        client.onNext(HealthCheckResponse.newBuilder()
                .setStatus(serves.getAsBoolean() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING)
                .build());
        client.onCompleted();
    }
}
