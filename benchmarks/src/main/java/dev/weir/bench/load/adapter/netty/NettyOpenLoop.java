package dev.weir.bench.load.adapter.netty;

import dev.weir.bench.load.BenchCall;
import dev.weir.bench.load.CallEnd;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sends each call when it is due, whatever became of those before it, and measures from then on: a slow gateway delays no measurement of
 * itself (Tene, "How NOT to Measure Latency"). One call a connection at a time; a connection is kept and used again.
 */
public final class NettyOpenLoop implements AutoCloseable {
    /** Longer than the routes' timeout: Envoy always has the word before. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int MOST_CONNECTIONS = 8_192;

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final List<Gateway> gateways;

    public NettyOpenLoop(List<InetSocketAddress> gateways) {
        this.gateways = gateways.stream().map(Gateway::new).toList();
    }

    /** The connections to one gateway. Belongs to the event loop. */
    private final class Gateway {
        final Bootstrap bootstrap;
        final ArrayDeque<Line> idle = new ArrayDeque<>();

        Gateway(InetSocketAddress address) {
            this.bootstrap = new Bootstrap()
                    .group(group)
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 3_000)
                    .remoteAddress(address);
        }
    }

    /** The calls of one block. Belongs to the event loop, but for the latch. */
    private static final class Block {
        final long start;
        final Function<BenchCall, HttpRequest> requests;
        final List<CallEnd> ends;
        final Set<Line> open = new HashSet<>();
        final CountDownLatch left;
        boolean over;

        Block(long start, int calls, Function<BenchCall, HttpRequest> requests) {
            this.start = start;
            this.requests = requests;
            this.ends = new ArrayList<>(calls);
            this.left = new CountDownLatch(calls);
        }

        void ended(BenchCall call, long sentAt, int status, String node) {
            if (!over) {
                ends.add(new CallEnd(call, sentAt - start, System.nanoTime() - start, status, node));
                left.countDown();
            }
        }
    }

    /**
     * Sends all calls and waits for their ends; those that have none long after the last was due are given up.
     *
     * @param start the block's start, by {@link System#nanoTime}
     * @param requests makes the request of a call; without a body
     */
    public List<CallEnd> run(List<BenchCall> calls, long start, Function<BenchCall, HttpRequest> requests)
            throws InterruptedException {
        var block = new Block(start, calls.size(), requests);
        for (var call : calls) {
            long due = start + call.atNanos();
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            loop.execute(() -> send(block, call));
        }
        if (!block.left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            onLoop(() -> List.copyOf(block.open).forEach(Line::giveUp));
            onLoop(() -> block.over = true);
        }
        return onLoop(() -> {}, block.ends);
    }

    private void onLoop(Runnable work) throws InterruptedException {
        loop.submit(work).await();
    }

    /** What the loop wrote may be read once it has done this. */
    private <T> T onLoop(Runnable work, T result) throws InterruptedException {
        onLoop(work);
        return result;
    }

    private void send(Block block, BenchCall call) {
        long now = System.nanoTime();
        var gateway = gateways.get(call.gateway());
        var kept = gateway.idle.poll();
        if (kept != null) {
            kept.send(block, call, now);
            return;
        }
        if (block.open.size() >= MOST_CONNECTIONS) {
            block.ended(call, now, 0, "");
            return;
        }
        var line = new Line(gateway);
        gateway.bootstrap
                .clone()
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpClientCodec(), line);
                    }
                })
                .connect()
                .addListener((ChannelFutureListener) connected -> {
                    if (connected.isSuccess()) {
                        line.channel = connected.channel();
                        line.send(block, call, now);
                    } else {
                        block.ended(call, now, 0, "");
                    }
                });
    }

    /** One connection. */
    private final class Line extends SimpleChannelInboundHandler<HttpObject> {
        private final Gateway gateway;
        private @Nullable Channel channel;
        private @Nullable Block block;
        private @Nullable BenchCall call;
        private long sentAt;
        private int status;
        private String node = "";
        private boolean keep;

        Line(Gateway gateway) {
            this.gateway = gateway;
        }

        void send(Block of, BenchCall next, long now) {
            block = of;
            call = next;
            sentAt = now;
            status = 0;
            node = "";
            of.open.add(this);
            var connection = Objects.requireNonNull(channel, "not connected");
            connection.writeAndFlush(of.requests.apply(next), connection.voidPromise());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpResponse response) {
                status = response.status().code();
                node = Objects.requireNonNullElse(response.headers().get("x-weir-node"), "");
                keep = !"close".equalsIgnoreCase(response.headers().get("connection"));
            }
            if (message instanceof LastHttpContent) {
                end(status);
                if (keep) {
                    gateway.idle.push(this);
                } else {
                    context.close();
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            gateway.idle.remove(this);
            end(0);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        void giveUp() {
            end(0);
            if (channel != null) {
                channel.close();
            }
        }

        private void end(int how) {
            if (block != null && call != null) {
                block.open.remove(this);
                block.ended(call, sentAt, how, how == 0 ? "" : node);
                block = null;
                call = null;
            }
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
