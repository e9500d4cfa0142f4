package dev.weir.chain.adapter.web3j;

import dev.weir.model.NodeId;
import dev.weir.model.RegisteredNode;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.math.BigInteger;
import java.util.List;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.DynamicStruct;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Uint256;

/** The functions of our contracts that Java calls, as {@code contracts/solidity/src/interfaces} declares them. */
final class Contracts {
    private static final List<TypeReference<?>> NOTHING = List.of();

    private Contracts() {}

    static Function stakeOf(WalletAddress staker) {
        return new Function("stakeOf", List.of(address(staker)), List.of(new TypeReference<Uint256>() {}));
    }

    static Function stake(TokenAmount amount) {
        return new Function("stake", List.of(uint(amount)), NOTHING);
    }

    static Function requestUnstake(TokenAmount amount) {
        return new Function("requestUnstake", List.of(uint(amount)), NOTHING);
    }

    static Function withdraw() {
        return new Function("withdraw", List.of(), NOTHING);
    }

    static Function balanceOf(WalletAddress owner) {
        return new Function("balanceOf", List.of(address(owner)), List.of(new TypeReference<Uint256>() {}));
    }

    static Function approve(WalletAddress spender, TokenAmount amount) {
        return new Function("approve", List.of(address(spender), uint(amount)), NOTHING);
    }

    static Function mint(WalletAddress to, TokenAmount amount) {
        return new Function("mint", List.of(address(to), uint(amount)), NOTHING);
    }

    static Function count() {
        return new Function("count", List.of(), List.of(new TypeReference<Uint256>() {}));
    }

    static Function nodesPaged(int offset, int limit) {
        return new Function(
                "nodesPaged",
                List.of(new Uint256(offset), new Uint256(limit)),
                List.of(new TypeReference<DynamicArray<Node>>() {}));
    }

    static Function register(RegisteredNode node) {
        return description("register", node);
    }

    static Function update(RegisteredNode node) {
        return description("update", node);
    }

    static Function deregister(NodeId node) {
        return new Function("deregister", List.of(new Utf8String(node.value())), NOTHING);
    }

    static Address address(WalletAddress address) {
        return new Address(address.value());
    }

    private static Function description(String name, RegisteredNode node) {
        return new Function(
                name,
                List.of(
                        new Utf8String(node.node().value()),
                        new Utf8String(node.pool().value()),
                        new Utf8String(node.region()),
                        uint(node.pricePerCall())),
                NOTHING);
    }

    private static Uint256 uint(TokenAmount amount) {
        return new Uint256(amount.baseUnits());
    }

    /** {@code struct Node}; web3j builds it by reflection, so that it and its constructor are public. */
    public static final class Node extends DynamicStruct {
        final String name;
        final String operator;
        final String pool;
        final String region;
        final BigInteger pricePerCall;

        public Node(Utf8String name, Address operator, Utf8String pool, Utf8String region, Uint256 pricePerCall) {
            super(name, operator, pool, region, pricePerCall);
            this.name = name.getValue();
            this.operator = operator.getValue();
            this.pool = pool.getValue();
            this.region = region.getValue();
            this.pricePerCall = pricePerCall.getValue();
        }
    }
}
