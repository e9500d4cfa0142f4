package dev.weir.judge.adapter.control;

import dev.weir.xds.adapter.control.v1.ConfigInForce;
import dev.weir.xds.adapter.control.v1.ControlGrpc;
import dev.weir.xds.adapter.control.v1.FromJudge;
import dev.weir.xds.adapter.control.v1.ToJudge;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A control plane that tells judges what a test says, and keeps what it is answered. */
final class FakeControl extends ControlGrpc.ControlImplBase implements AutoCloseable {
    static final String OPEN = """
            apis: [{name: quotes, match: {prefix: /quotes}, pools: [cloud], access: public}]
            pools: [{name: cloud, endpoints: [{url: "http://10.0.0.7:8080"}]}]
            chain: memory
            """;

    final BlockingQueue<StreamObserver<ToJudge>> streams = new LinkedBlockingQueue<>();
    final BlockingQueue<FromJudge> said = new LinkedBlockingQueue<>();
    private final Server server;

    FakeControl() {
        this(0);
    }

    FakeControl(int port) {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                    .addService(this)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ToJudge config(long version, String yaml) {
        return ToJudge.newBuilder()
                .setConfig(ConfigInForce.newBuilder().setVersion(version).setYaml(yaml))
                .build();
    }

    int port() {
        return server.getPort();
    }

    @Override
    public StreamObserver<FromJudge> watch(StreamObserver<ToJudge> judge) {
        streams.add(judge);
        return new StreamObserver<>() {
            @Override
            public void onNext(FromJudge what) {
                said.add(what);
            }

            @Override
            public void onError(Throwable broken) {}

            @Override
            public void onCompleted() {}
        };
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
