package dev.weir.controlplane.adapter.envoy;

import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.model.SteadyClock;
import dev.weir.xds.adapter.envoy.XdsHealth;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The gRPC server that Envoys and judges dial: discovery, access logs, health. Not healthy before anything was published: whoever knows more is dialled then. Asks nobody who he is: within a trusted network only. */
public final class XdsServer implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    private final Server server;
    private final AccessLogReceiver receiver;

    private XdsServer(Server server, AccessLogReceiver receiver) {
        this.server = server;
        this.receiver = receiver;
    }

    /** Of gateways alone. @param address port 0 for any free one @throws IOException where the port is taken */
    public static XdsServer start(
            InetSocketAddress address, AdsPublisher publisher, AttemptQueue attempts, AccessRing requests)
            throws IOException {
        return start(address, publisher, attempts, requests, List.of());
    }

    /** @param others what else is served: to judges @throws IOException where the port is taken */
    public static XdsServer start(
            InetSocketAddress address,
            AdsPublisher publisher,
            AttemptQueue attempts,
            AccessRing requests,
            List<BindableService> others)
            throws IOException {
        var receiver = new AccessLogReceiver(attempts, requests, SteadyClock.system());
        var builder = NettyServerBuilder.forAddress(address)
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxInboundMessageSize(MAX_MESSAGE_BYTES)
                .addService(receiver)
                .addService(new XdsHealth(publisher::published));
        publisher.services().forEach(builder::addService);
        others.forEach(builder::addService);
        var server = builder.build().start();
        return new XdsServer(server, receiver);
    }

    public int port() {
        return server.getPort();
    }

    /** Log entries that were not as expected, since the start. */
    public long malformedEntries() {
        return receiver.malformed();
    }

    /** Attempts that were logged before, since the start. */
    public long repeatedEntries() {
        return receiver.repeated();
    }

    /** Load reports of nodes that could not be read, since the start. */
    public long malformedReports() {
        return receiver.malformedReports();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
