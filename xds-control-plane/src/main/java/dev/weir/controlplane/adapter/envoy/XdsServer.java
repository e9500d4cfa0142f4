package dev.weir.controlplane.adapter.envoy;

import dev.weir.certificates.ServiceRole;
import dev.weir.controlplane.access.AccessRing;
import dev.weir.controlplane.telemetry.AttemptQueue;
import dev.weir.model.SteadyClock;
import dev.weir.servicetls.adapter.grpc.RoleGuard;
import dev.weir.servicetls.adapter.grpc.ServiceTls;
import dev.weir.xds.adapter.envoy.XdsHealth;
import io.envoyproxy.envoy.service.accesslog.v3.AccessLogServiceGrpc;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The gRPC server that Envoys and judges dial: discovery, access logs, health. Not healthy before anything was published: whoever knows more is dialled then.
 *
 * <p>With certificates gateways and judges are asked the first and the last, gateways alone may tell what they log, and judges alone are told what gateways are not. Without, nobody is asked who he is:
 * within a trusted network only.
 */
public final class XdsServer implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final Set<ServiceRole> TOLD = Set.of(ServiceRole.GATEWAY, ServiceRole.JUDGE);

    private final Server server;
    private final AccessLogReceiver receiver;

    private XdsServer(Server server, AccessLogReceiver receiver) {
        this.server = server;
        this.receiver = receiver;
    }

    /** Of gateways alone, in plain text. @param address port 0 for any free one @throws IOException where the port is taken */
    public static XdsServer start(
            InetSocketAddress address, AdsPublisher publisher, AttemptQueue attempts, AccessRing requests)
            throws IOException {
        return start(address, Optional.empty(), publisher, attempts, requests, List.of());
    }

    /** @param forJudges what else is served, to judges alone @throws IOException where the port is taken */
    public static XdsServer start(
            InetSocketAddress address,
            Optional<ServiceTls> tls,
            AdsPublisher publisher,
            AttemptQueue attempts,
            AccessRing requests,
            List<BindableService> forJudges)
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
        forJudges.forEach(builder::addService);
        tls.ifPresent(certified -> builder.sslContext(certified.server(TOLD)).intercept(guard(publisher, forJudges)));
        var server = builder.build().start();
        return new XdsServer(server, receiver);
    }

    private static RoleGuard guard(AdsPublisher publisher, List<BindableService> forJudges) {
        var callers = new HashMap<String, Set<ServiceRole>>();
        publisher
                .services()
                .forEach(service ->
                        callers.put(service.bindService().getServiceDescriptor().getName(), TOLD));
        forJudges.forEach(service ->
                callers.put(service.bindService().getServiceDescriptor().getName(), Set.of(ServiceRole.JUDGE)));
        callers.put(HealthGrpc.SERVICE_NAME, TOLD);
        callers.put(AccessLogServiceGrpc.SERVICE_NAME, Set.of(ServiceRole.GATEWAY));
        return new RoleGuard(callers);
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
