package dev.weir.judge.access;

import dev.weir.config.WeirConfig.Protocol;
import dev.weir.jsonrpc.InvalidItem;
import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.JsonRpcRequest;
import dev.weir.jsonrpc.MethodPolicy;
import dev.weir.jsonrpc.UnreadableBody;
import dev.weir.model.DenyReason;
import dev.weir.model.Remedy;
import java.util.stream.Collectors;

/** What a call of a JSON-RPC API asks for, as far as it can be read. Fails closed: what cannot be read does not pass. */
record BodyCheck(MethodPolicy methods) implements Check {
    @Override
    public Verdict look(Case at) {
        if (at.api().orElseThrow().protocol() != Protocol.JSON_RPC) {
            return new Verdict.Go(at);
        }
        if (!at.request().method().equals("POST")) {
            return at.deny(
                    DenyReason.HTTP_METHOD_NOT_ALLOWED, "This API takes JSON-RPC 2.0 by POST.", new Remedy.Ask("POST"));
        }
        var body = at.request().body();
        if (body.isEmpty()) {
            return malformed(at, "there is none");
        }
        return switch (body.get()) {
            case UnreadableBody unreadable -> malformed(at, unreadable.error().message());
            case JsonRpcBatch batch -> batch(at, batch);
        };
    }

    private Verdict batch(Case at, JsonRpcBatch batch) {
        if (batch.items().stream().allMatch(InvalidItem.class::isInstance)) {
            return malformed(
                    at, ((InvalidItem) batch.items().getFirst()).error().message());
        }
        // A batch is judged item by item: the node answers those that are not offered with an error of their own.
        return methods.allowsSome(batch)
                ? new Verdict.Go(at)
                : at.deny(
                        DenyReason.METHOD_NOT_ALLOWED,
                        "Not offered: " + named(batch) + ". Reads and eth_sendRawTransaction are.");
    }

    private static Verdict malformed(Case at, String why) {
        return at.deny(DenyReason.REQUEST_MALFORMED, "The body is not a JSON-RPC 2.0 request or batch: " + why + ".");
    }

    private static String named(JsonRpcBatch batch) {
        return batch.items().stream()
                .map(item -> item instanceof JsonRpcRequest request ? request.method() : "an invalid item")
                .limit(3)
                .map(method -> method.length() > 60 ? method.substring(0, 60) : method)
                .collect(Collectors.joining(", "));
    }
}
