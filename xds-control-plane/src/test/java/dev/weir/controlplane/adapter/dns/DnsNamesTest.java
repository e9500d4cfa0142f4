package dev.weir.controlplane.adapter.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a name server on loopback. */
final class DnsNamesTest {
    private final Map<String, List<String>> zone = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final NioEventLoopGroup threads = new NioEventLoopGroup(1);
    private Channel server = startServer();
    private final DnsNames names = new DnsNames(Optional.of((InetSocketAddress) server.localAddress()));
    private volatile boolean silent;

    @BeforeEach
    void names() {
        zone.put("one.example", List.of("192.0.2.1"));
        zone.put("two.example", List.of("192.0.2.2", "192.0.2.3"));
        zone.put("six.example", List.of("2001:db8::1"));
        zone.put("both.example", List.of("192.0.2.4", "2001:db8::2"));
    }

    @AfterEach
    void close() {
        names.close();
        server.close();
        threads.shutdownGracefully();
    }

    @Test
    void name_hasAllItsAddresses_ofIpv4WhereItHasAny() throws Exception {
        assertThat(look("one.example")).containsExactly("192.0.2.1");
        assertThat(look("two.example")).containsExactlyInAnyOrder("192.0.2.2", "192.0.2.3");
        assertThat(look("both.example")).containsExactly("192.0.2.4");
        assertThat(look("six.example")).containsExactly("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void answer_isKeptForItsTime_andAskedForAnewAfterIt() throws Exception {
        look("one.example");
        int before = asked.get();
        look("one.example");
        assertThat(asked).hasValue(before);

        zone.put("one.example", List.of("192.0.2.9"));

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(look("one.example")).containsExactly("192.0.2.9"));
    }

    @Test
    void unknownName_andServerThatIsSilent_fail() {
        Assertions.assertThatThrownBy(() -> look("none.example")).isInstanceOf(ExecutionException.class);

        silent = true;
        Assertions.assertThatThrownBy(() -> look("silent.example")).isInstanceOf(ExecutionException.class);
    }

    private List<String> look(String name) throws Exception {
        return names.addresses(name).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private Channel startServer() {
        return new Bootstrap()
                .group(threads)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new Zone());
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .syncUninterruptibly()
                .channel();
    }

    private final class Zone extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) throws Exception {
            asked.incrementAndGet();
            if (silent) {
                return;
            }
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            var answer = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
            answer.addRecord(DnsSection.QUESTION, question);
            var addresses =
                    zone.get(question.name().substring(0, question.name().length() - 1));
            if (addresses == null) {
                answer.setCode(DnsResponseCode.NXDOMAIN);
            } else {
                int length = question.type().equals(DnsRecordType.AAAA) ? 16 : 4;
                for (var address : addresses) {
                    var bytes = InetAddress.ofLiteral(address).getAddress();
                    if (bytes.length == length) {
                        answer.addRecord(
                                DnsSection.ANSWER,
                                new DefaultDnsRawRecord(
                                        question.name(), question.type(), 1, Unpooled.wrappedBuffer(bytes)));
                    }
                }
            }
            context.writeAndFlush(answer);
        }
    }
}
