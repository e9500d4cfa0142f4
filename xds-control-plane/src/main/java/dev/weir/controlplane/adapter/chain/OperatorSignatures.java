package dev.weir.controlplane.adapter.chain;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.signature.Eip712;
import dev.weir.chain.signature.SignatureRecovery;
import dev.weir.controlplane.fleet.SignedHeartbeat;
import dev.weir.controlplane.fleet.port.HeartbeatVerifier;
import dev.weir.model.WalletAddress;
import java.util.Optional;

/** Heartbeat signatures as EIP-712 typed data, bound to the chain and the registry's address. Fails closed. */
public final class OperatorSignatures implements HeartbeatVerifier {
    private final ContractAddresses contracts;

    public OperatorSignatures(ContractAddresses contracts) {
        this.contracts = contracts;
    }

    @Override
    public Optional<WalletAddress> signer(SignedHeartbeat signed) {
        byte[] digest = Eip712.heartbeat(signed.heartbeat(), contracts.chainId(), contracts.nodeRegistry());
        return switch (SignatureRecovery.recover(digest, signed.signature())) {
            case SignatureRecovery.Result.Recovered recovered -> Optional.of(recovered.wallet());
            default -> Optional.empty();
        };
    }
}
