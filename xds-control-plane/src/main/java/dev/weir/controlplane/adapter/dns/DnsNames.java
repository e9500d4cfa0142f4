package dev.weir.controlplane.adapter.dns;

import dev.weir.controlplane.fleet.port.NameLookup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Looks names up as this machine does: its hosts file, then the servers of its {@code resolv.conf}, or one that is named. Answers are kept for their TTL, but for a
 * second at least and ten minutes at most; IPv6 is used for names that have no IPv4. A query takes 2 s at most, two servers are tried, a long answer comes by TCP.
 */
public final class DnsNames implements NameLookup, AutoCloseable {
    private static final int LEAST_SECONDS = 1;
    private static final int MOST_SECONDS = 600;
    private static final int PATIENCE_MILLIS = 2_000;

    private final NioEventLoopGroup threads = new NioEventLoopGroup(1);
    private final DnsNameResolver resolver;

    /** @param server to ask instead of those that the machine names */
    public DnsNames(Optional<InetSocketAddress> server) {
        var builder = new DnsNameResolverBuilder(threads.next())
                .datagramChannelType(NioDatagramChannel.class)
                .socketChannelType(NioSocketChannel.class, true)
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .ttl(LEAST_SECONDS, MOST_SECONDS)
                .negativeTtl(LEAST_SECONDS)
                .queryTimeoutMillis(PATIENCE_MILLIS);
        server.ifPresent(asked -> builder.nameServerProvider(new SingletonDnsServerAddressStreamProvider(asked)));
        this.resolver = builder.build();
    }

    @Override
    public CompletionStage<List<String>> addresses(String host) {
        var answer = new CompletableFuture<List<String>>();
        resolver.resolveAll(host).addListener(done -> {
            if (done.isSuccess()) {
                @SuppressWarnings("unchecked")
                var found = (List<InetAddress>) done.getNow();
                answer.complete(ofOneFamily(found));
            } else {
                answer.completeExceptionally(done.cause());
            }
        });
        return answer;
    }

    /** Where there are both, IPv4: half of the machines have no way to the other. */
    private static List<String> ofOneFamily(List<InetAddress> found) {
        var family = found.getFirst().getClass();
        return found.stream()
                .filter(address -> address.getClass().equals(family))
                .map(InetAddress::getHostAddress)
                .toList();
    }

    @Override
    public void close() {
        resolver.close();
        threads.shutdownGracefully();
    }
}
