package dev.weir.node.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.jsonrpc.InvalidItem;
import dev.weir.jsonrpc.JsonRpcAnswer;
import dev.weir.jsonrpc.JsonRpcAnswers;
import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.JsonRpcError;
import dev.weir.jsonrpc.JsonRpcItem;
import dev.weir.jsonrpc.JsonRpcLimits;
import dev.weir.jsonrpc.JsonRpcRequest;
import dev.weir.jsonrpc.MethodPolicy;
import dev.weir.jsonrpc.UnreadableBody;
import dev.weir.node.http.Answer;
import dev.weir.node.http.Call;
import dev.weir.node.http.Endpoint;
import dev.weir.node.http.Problem;
import dev.weir.node.rpc.port.Chain;
import dev.weir.node.rpc.port.ChainUnavailable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /rpc}. Items that the policy lets pass go to the chain in one body, under ids of our own (their places), because a
 * client may use one id twice; each answer returns under its client's id, in its place.
 *
 * <p>Fails closed: what cannot be read or is not listed never reaches the chain. A chain that does not answer is a 502 or 504, so
 * that the gateway can ask another node.
 */
public final class RpcEndpoint implements Endpoint {
    /** Answers nest deeper than requests do: traces of blocks and transactions. */
    private static final JsonRpcLimits ANSWERS = new JsonRpcLimits(Chain.LONGEST_ANSWER, 100, 64);

    private final MethodPolicy policy;
    private final Chain chain;

    public RpcEndpoint(MethodPolicy policy, Chain chain) {
        this.policy = policy;
        this.chain = chain;
    }

    @Override
    public Answer answer(Call call) throws InterruptedException {
        if (!call.method().equals("POST")) {
            return Problem.METHOD_NOT_ALLOWED.answer().with("Allow", "POST");
        }
        return switch (JsonRpcBatch.parse(call.body())) {
            case UnreadableBody unreadable ->
                Answer.json(400, JsonRpcAnswer.of("null", unreadable.error()).toJson());
            case JsonRpcBatch batch -> answer(batch);
        };
    }

    private Answer answer(JsonRpcBatch batch) throws InterruptedException {
        try {
            return Answer.json(200, merge(batch, ask(batch))).with("Cache-Control", "no-store");
        } catch (ChainUnavailable e) {
            return (e.slow() ? Problem.CHAIN_SLOW : Problem.CHAIN_UNAVAILABLE).answer();
        }
    }

    private Map<String, JsonRpcAnswer> ask(JsonRpcBatch batch) throws ChainUnavailable, InterruptedException {
        var passing = new ArrayList<String>();
        for (int place = 0; place < batch.items().size(); place++) {
            if (batch.items().get(place) instanceof JsonRpcRequest request && policy.allows(request.method())) {
                passing.add(request.withId(place));
            }
        }
        return passing.isEmpty() ? Map.of() : parse(chain.ask(body(passing, batch.array())));
    }

    private static Map<String, JsonRpcAnswer> parse(byte[] body) throws ChainUnavailable {
        try {
            return JsonRpcAnswers.parse(body, ANSWERS);
        } catch (IOException e) {
            throw new ChainUnavailable("the answer is no JSON-RPC", false, e);
        }
    }

    private static byte[] body(List<String> items, boolean array) {
        var joined = String.join(",", items);
        return (array ? "[" + joined + "]" : joined).getBytes(UTF_8);
    }

    private byte[] merge(JsonRpcBatch batch, Map<String, JsonRpcAnswer> answers) {
        var items = new ArrayList<String>();
        for (int place = 0; place < batch.items().size(); place++) {
            items.add(answer(batch.items().get(place), place, answers).toJson());
        }
        return body(items, batch.array());
    }

    private JsonRpcAnswer answer(JsonRpcItem item, int place, Map<String, JsonRpcAnswer> answers) {
        return switch (item) {
            case InvalidItem invalid -> JsonRpcAnswer.of(invalid.id(), invalid.error());
            case JsonRpcRequest request
            when !policy.allows(request.method()) ->
                JsonRpcAnswer.of(request.id(), JsonRpcError.refused(request.method()));
            case JsonRpcRequest request -> {
                var answer = answers.get(String.valueOf(place));
                yield answer == null ? JsonRpcAnswer.of(request.id(), MISSING) : answer.withId(request.id());
            }
        };
    }

    private static final JsonRpcError MISSING =
            new JsonRpcError(JsonRpcError.INTERNAL_ERROR, "the chain did not answer this request");
}
