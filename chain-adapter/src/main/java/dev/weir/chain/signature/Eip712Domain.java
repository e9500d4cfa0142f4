package dev.weir.chain.signature;

import dev.weir.chain.ContractAddresses;
import dev.weir.model.WalletAddress;
import java.util.Objects;

/**
 * Where a typed signature is good: on one chain, for one contract (EIP-712, "Definition of domainSeparator"). A signature
 * for another domain recovers to some other address.
 */
public record Eip712Domain(String name, String version, long chainId, WalletAddress verifyingContract) {
    public Eip712Domain {
        Objects.requireNonNull(name, "name is null");
        Objects.requireNonNull(version, "version is null");
        Objects.requireNonNull(verifyingContract, "verifyingContract is null");
        if (chainId <= 0) {
            throw new IllegalArgumentException("chain id " + chainId + " is not positive");
        }
    }

    /** The domain of everything that is signed for the registry at {@code nodeRegistry}. */
    public static Eip712Domain weir(long chainId, WalletAddress nodeRegistry) {
        return new Eip712Domain("Weir", "1", chainId, nodeRegistry);
    }

    /** The domain of the deployment at these addresses. */
    public static Eip712Domain of(ContractAddresses contracts) {
        return weir(contracts.chainId(), contracts.nodeRegistry());
    }
}
