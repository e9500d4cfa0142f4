package dev.weir.node;

import dev.weir.node.http.Answer;
import dev.weir.node.http.Endpoint;
import dev.weir.node.http.NodeCall;
import dev.weir.node.http.NodeProblem;
import dev.weir.node.impair.ServiceGate;
import java.util.Optional;

/** Which endpoint answers which path. Everything but the health check passes the gate. */
record Routes(ServiceGate gate, Endpoint quotes, Endpoint fastQuotes, Optional<Endpoint> rpc) implements Endpoint {
    @Override
    public Answer answer(NodeCall call) throws InterruptedException {
        return endpoint(call.path()).answer(call);
    }

    /** The API that a path is of; {@code none} for all else. */
    static String api(String path) {
        if (isUnder("/quotes", path)) {
            return "quotes";
        }
        if (isUnder("/fast/quotes", path)) {
            return "fast-quotes";
        }
        return path.equals("/rpc") ? "rpc" : "none";
    }

    private Endpoint endpoint(String path) {
        if (path.equals("/healthz")) {
            return call -> health();
        }
        if (isUnder("/quotes", path)) {
            return gate.guard(quotes);
        }
        if (isUnder("/fast/quotes", path)) {
            return gate.guard(fastQuotes);
        }
        return path.equals("/rpc") && rpc.isPresent() ? gate.guard(rpc.get()) : call -> NodeProblem.NOT_FOUND.answer();
    }

    private static boolean isUnder(String root, String path) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    private Answer health() {
        return gate.healthy()
                ? Answer.json(200, "{\"status\":\"up\"}").with("Cache-Control", "no-store")
                : NodeProblem.NODE_FAILED.answer();
    }
}
