package dev.weir.jsonrpc;

import java.util.Set;

/**
 * Which methods may pass, and which of them can be asked twice without harm. Fails closed: what is not listed does not pass.
 *
 * @param reads methods that pass and change nothing
 * @param writes methods that pass and may change something
 */
public record MethodPolicy(Set<String> reads, Set<String> writes) {
    /**
     * The public part of Ethereum's execution API. Left out on purpose: whatever needs an unlocked account or steers the node
     * ({@code eth_sendTransaction}, {@code eth_sign*}, {@code personal_*}, {@code anvil_*}, {@code evm_*}, {@code debug_*}), and
     * filters ({@code eth_newFilter} …), which live on one node only.
     */
    public static final MethodPolicy ETHEREUM = new MethodPolicy(
            Set.of(
                    "eth_blockNumber",
                    "eth_call",
                    "eth_chainId",
                    "eth_createAccessList",
                    "eth_estimateGas",
                    "eth_feeHistory",
                    "eth_gasPrice",
                    "eth_getBalance",
                    "eth_getBlockByHash",
                    "eth_getBlockByNumber",
                    "eth_getBlockReceipts",
                    "eth_getBlockTransactionCountByHash",
                    "eth_getBlockTransactionCountByNumber",
                    "eth_getCode",
                    "eth_getLogs",
                    "eth_getProof",
                    "eth_getStorageAt",
                    "eth_getTransactionByBlockHashAndIndex",
                    "eth_getTransactionByBlockNumberAndIndex",
                    "eth_getTransactionByHash",
                    "eth_getTransactionCount",
                    "eth_getTransactionReceipt",
                    "eth_maxPriorityFeePerGas",
                    "eth_syncing",
                    "net_listening",
                    "net_version",
                    "web3_clientVersion",
                    "web3_sha3"),
            Set.of("eth_sendRawTransaction"));

    public MethodPolicy {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
    }

    public boolean allows(String method) {
        return reads.contains(method) || writes.contains(method);
    }

    /** Whether the method passes and asking it again does no harm. */
    public boolean isIdempotent(String method) {
        return reads.contains(method);
    }

    /** Whether the whole body can be sent again after a failure: it calls nothing but reads that are known. */
    public boolean isIdempotent(JsonRpcBatch batch) {
        return batch.items().stream().allMatch(item -> item.called().stream().allMatch(reads::contains));
    }
}
