package dev.weir.controlplane.adapter.rpc;

import dev.weir.controlplane.fleet.port.HeadUnknown;
import dev.weir.jsonrpc.JsonRpcAnswers;
import dev.weir.jsonrpc.JsonRpcLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** One answer that is a number (a quantity of Ethereum's JSON-RPC: {@code "0x1b4"}), while it arrives. Any thread. */
final class RpcAnswer {
    static final int MOST_BYTES = 65_536;
    private static final JsonRpcLimits LIMITS = new JsonRpcLimits(MOST_BYTES, 1, 8);
    private static final Pattern QUANTITY = Pattern.compile("\"0x(0|[1-9a-fA-F][0-9a-fA-F]{0,14})\"");
    private static final Runnable NOTHING = () -> {};

    private final String method;
    private final Promise<Long> number = Promise.promise();
    private final AtomicReference<Runnable> earlyEnd = new AtomicReference<>(NOTHING);
    private final Buffer body = Buffer.buffer();

    /** @param until which it is waited for, in nanoseconds of this machine's clock */
    RpcAnswer(Vertx vertx, String method, long until) {
        this.method = method;
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()));
        long timer = vertx.setTimer(millis, late -> end("does not answer " + method + " in time"));
        number.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    Future<Long> number() {
        return number.future();
    }

    /** @param reset gives the exchange up; called at most once, also where it is over already */
    void onEarlyEnd(Runnable reset) {
        earlyEnd.set(reset);
        if (number.future().isComplete()) {
            earlyEnd.getAndSet(NOTHING).run();
        }
    }

    void failed(Throwable cause) {
        number.tryFail(cause);
    }

    void read(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            end("answers " + method + " with status " + response.statusCode());
            return;
        }
        response.exceptionHandler(this::failed);
        response.handler(part -> {
            if (body.length() + part.length() > MOST_BYTES) {
                end("answers " + method + " with more than " + MOST_BYTES + " bytes");
            } else if (!number.future().isComplete()) {
                body.appendBuffer(part);
            }
        });
        response.endHandler(whole -> whole());
    }

    private void whole() {
        try {
            var answer = JsonRpcAnswers.parse(body.getBytes(), LIMITS).get("1");
            var quantity = answer == null ? null : QUANTITY.matcher(answer.value());
            if (answer == null) {
                end("answers " + method + " with what is no answer to it");
            } else if (answer.member().equals("error")) {
                end("answers " + method + " with an error");
            } else if (quantity == null || !quantity.matches()) {
                end("answers " + method + " with what is no number");
            } else {
                number.tryComplete(Long.parseLong(quantity.group(1), 16));
            }
        } catch (IOException noJson) {
            end("answers " + method + " with what is no JSON-RPC");
        }
    }

    private void end(String why) {
        if (number.tryFail(new HeadUnknown("it " + why))) {
            earlyEnd.getAndSet(NOTHING).run();
        }
    }
}
