package dev.weir.controlplane;

import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import dev.weir.scoring.Attempt;
import java.time.Duration;
import java.time.Instant;

/** Nouns that many tests need. */
public final class Fixtures {
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    public static final ApiName QUOTES = new ApiName("quotes");
    public static final NodeId AMBER = new NodeId("amber");
    public static final NodeId BIRCH = new NodeId("birch");
    public static final WalletAddress OPERATOR = new WalletAddress("0x1111111111111111111111111111111111111111");
    public static final WalletAddress STRANGER = new WalletAddress("0x2222222222222222222222222222222222222222");

    private Fixtures() {}

    public static RegisteredNode registered(NodeId node, WalletAddress operator) {
        return new RegisteredNode(node, operator, new PoolName("edge"), "eu-west", TokenAmount.ofTokens("0.0001"));
    }

    public static RegisteredNode registered(NodeId node) {
        return registered(node, OPERATOR);
    }

    /** An attempt on quotes that a node answered, at no time that matters. */
    public static Attempt answered(NodeId node, int millis) {
        return answered(node, millis, Instant.EPOCH);
    }

    /** An attempt on quotes that a node answered. */
    public static Attempt answered(NodeId node, int millis, Instant ended) {
        return new Attempt(QUOTES, node, ended, Duration.ofMillis(millis), true, false);
    }

    /** An attempt on quotes that found no connection. */
    public static Attempt unreached(NodeId node) {
        return new Attempt(QUOTES, node, Instant.EPOCH, Duration.ZERO, false, true);
    }
}
