package dev.weir.controlplane.adapter.chain;

import dev.weir.chain.ContractAddresses;
import dev.weir.chain.signature.Eip712;
import dev.weir.chain.signature.Eip712Domain;
import dev.weir.chain.signature.Recovery;
import dev.weir.chain.signature.SignatureRecovery;
import dev.weir.controlplane.fleet.port.HeartbeatVerifier;
import dev.weir.model.SignedHeartbeat;
import dev.weir.model.WalletAddress;
import java.util.Optional;

/** Heartbeat signatures as EIP-712 typed data, bound to the chain and the registry's address. Fails closed. */
public final class OperatorSignatures implements HeartbeatVerifier {
    private final Eip712Domain domain;

    public OperatorSignatures(ContractAddresses contracts) {
        this.domain = Eip712Domain.of(contracts);
    }

    @Override
    public Optional<WalletAddress> signer(SignedHeartbeat signed) {
        var digest = Eip712.digest(domain, signed.heartbeat());
        return SignatureRecovery.recover(digest, signed.signature()) instanceof Recovery.Recovered recovered
                ? Optional.of(recovered.wallet())
                : Optional.empty();
    }
}
