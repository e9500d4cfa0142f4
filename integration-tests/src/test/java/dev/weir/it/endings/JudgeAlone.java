package dev.weir.it.endings;

import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsMessage;
import io.envoyproxy.envoy.service.accesslog.v3.StreamAccessLogsResponse;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.envoyproxy.envoy.service.auth.v3.OkHttpResponse;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** A process that lets everybody in: one that can be killed, and suspended. Arguments: address, port. */
final class JudgeAlone {
    private JudgeAlone() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        NettyServerBuilder.forAddress(new InetSocketAddress(args[0], Integer.parseInt(args[1])))
                .addService(new Allowing())
                .addService(new Reading())
                .addService(new HealthStatusManager().getHealthService())
                .build()
                .start()
                .awaitTermination();
    }

    static Process started(String address, int port, Path log) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        JudgeAlone.class.getName(),
                        address,
                        String.valueOf(port)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static final class Allowing extends AuthorizationGrpc.AuthorizationImplBase {
        @Override
        public void check(CheckRequest check, StreamObserver<CheckResponse> answer) {
            answer.onNext(CheckResponse.newBuilder()
                    .setStatus(com.google.rpc.Status.getDefaultInstance())
                    .setOkResponse(OkHttpResponse.getDefaultInstance())
                    .build());
            answer.onCompleted();
        }
    }

    /** Takes the log that a judge is sent: to have none of it is an error of 501, for which Envoy leaves a host. */
    private static final class Reading extends AccessLogServiceGrpc.AccessLogServiceImplBase {
        @Override
        public StreamObserver<StreamAccessLogsMessage> streamAccessLogs(
                StreamObserver<StreamAccessLogsResponse> answer) {
            return new StreamObserver<>() {
                @Override
                public void onNext(StreamAccessLogsMessage entries) {}

                @Override
                public void onError(Throwable ended) {}

                @Override
                public void onCompleted() {
                    answer.onCompleted();
                }
            };
        }
    }
}
