package dev.weir.bench.upstream.adapter.netty;

import dev.weir.bench.upstream.NodeScript;
import dev.weir.bench.upstream.NodeScript.Outage;
import dev.weir.bench.upstream.ServiceLine;
import dev.weir.bench.upstream.ServiceLine.Started;
import dev.weir.model.LoadReport;
import dev.weir.node.load.LoadMeter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One node: an HTTP server whose calls wait in line and then sleep. Work comes with each call, in microseconds. All of it runs on the event
 * loop.
 */
final class BenchNode {
    private static final String WORK = "x-work-micros";

    /** What a liar says: idle, and fast. */
    private static final String LIE = new LoadReport(0.01, 1_000, 0).text();

    private static final byte[] BODY = "done\n".getBytes(StandardCharsets.US_ASCII);

    private final Timekeeper time;
    private final ServerBootstrap server;
    private final int port;
    private final int limit;
    private final long extraDelay;
    private final Set<Channel> connections = new HashSet<>();
    private @Nullable Channel listening;
    private boolean silent;
    private Play play;

    /** What it does now. Timers of an earlier play find that it is over, and do nothing. */
    private final class Play {
        final NodeScript script;
        final long base;
        final long windowUntil;
        final SplittableRandom random = new SplittableRandom(port);
        ServiceLine<Channel> line;
        LoadMeter meter;
        long windowFrom;
        /** Calls of before an outage are lost; their timers mean nothing to the line of after it. */
        int life;

        double busy;

        Play(NodeScript script, long base, long windowFrom, long windowUntil) {
            this.script = script;
            this.base = base;
            this.windowFrom = windowFrom;
            this.windowUntil = windowUntil;
            this.line = new ServiceLine<>(script, limit, windowFrom, windowUntil);
            this.meter = new LoadMeter(limit, now());
        }

        long now() {
            return System.nanoTime() - base;
        }

        void forget() {
            busy += line.utilisation();
            life++;
            line = new ServiceLine<>(script, limit, windowFrom, windowUntil);
            meter = new LoadMeter(limit, now());
        }
    }

    /** @param extraDelay of the network, one way, in nanoseconds, beyond what loopback takes by itself */
    BenchNode(Timekeeper time, ServerBootstrap server, int port, int limit, long extraDelay, NodeScript healthy) {
        this.time = time;
        this.server = server.clone()
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, 1_024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new Calls());
                    }
                });
        this.port = port;
        this.limit = limit;
        this.extraDelay = extraDelay;
        this.play = new Play(healthy, System.nanoTime(), 0, 1);
    }

    /** Begins anew, alive. @param base the time 0 of the script, by {@link System#nanoTime} */
    void play(NodeScript script, long base, long windowFrom, long windowUntil) {
        revive();
        var next = new Play(script, base, windowFrom, windowUntil);
        play = next;
        for (var outage : script.outages()) {
            time.at(base + outage.from(), () -> onlyIn(next, () -> die(outage)));
            if (outage.until() != Long.MAX_VALUE) {
                time.at(base + outage.until(), () -> onlyIn(next, this::revive));
            }
        }
    }

    /** Busy cores of the window, as a part of all. */
    double utilisation() {
        return play.busy + play.line.utilisation();
    }

    private void onlyIn(Play then, Runnable change) {
        if (play == then) {
            change.run();
        }
    }

    private void die(Outage outage) {
        play.forget();
        if (outage.silent()) {
            silent = true;
            return;
        }
        if (listening != null) {
            listening.close();
            listening = null;
        }
        for (var connection : Set.copyOf(connections)) {
            // No lingering: the peer sees a reset, as from a machine whose process is gone.
            connection.config().setOption(ChannelOption.SO_LINGER, 0);
            connection.close();
        }
    }

    void revive() {
        silent = false;
        if (listening == null) {
            var bound = server.bind("127.0.0.1", port);
            listening = bound.channel();
            bound.addListener(done -> {
                if (!done.isSuccess()) {
                    System.err.println("upstream cannot listen on 127.0.0.1:" + port + ": " + done.cause());
                    System.exit(1);
                }
            });
        }
    }

    private final class Calls extends SimpleChannelInboundHandler<HttpObject> {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            connections.add(context.channel());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            connections.remove(context.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (silent || !(message instanceof HttpRequest request)) {
                return;
            }
            var work = request.headers().get(WORK);
            if (work == null) {
                answer(context.channel(), HttpResponseStatus.OK, "");
            } else if (play.script.liar().isPresent()
                    && play.random.nextDouble() >= play.script.liar().getAsDouble()) {
                answer(context.channel(), HttpResponseStatus.SERVICE_UNAVAILABLE, LIE);
            } else {
                later(() -> arrive(context.channel(), Double.parseDouble(work) * 1e3));
            }
        }
    }

    private void later(Runnable work) {
        if (extraDelay == 0) {
            work.run();
        } else {
            time.at(System.nanoTime() + extraDelay, work);
        }
    }

    private void arrive(Channel caller, double workNanos) {
        play.line.arrives(caller, workNanos, play.now()).ifPresent(this::serve);
    }

    private void serve(Started<Channel> started) {
        var current = play;
        int life = current.life;
        current.meter.begins(current.now());
        time.at(current.base + started.endsAt(), () -> {
            if (play == current && current.life == life) {
                served(started);
            }
        });
    }

    private void served(Started<Channel> started) {
        play.line.ended(started.endsAt()).ifPresent(this::serve);
        long now = play.now();
        play.meter.ends(now);
        play.meter.answered(now);
        var load = play.script.liar().isPresent() ? LIE : play.meter.report(now).text();
        later(() -> answer(started.call(), HttpResponseStatus.OK, load));
    }

    private static void answer(Channel caller, HttpResponseStatus status, String load) {
        var answer = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(BODY));
        answer.headers().set(HttpHeaderNames.CONTENT_LENGTH, BODY.length);
        if (!load.isEmpty()) {
            answer.headers().set(LoadReport.HEADER, load);
        }
        caller.writeAndFlush(answer, caller.voidPromise());
    }
}
