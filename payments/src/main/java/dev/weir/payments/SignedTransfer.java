package dev.weir.payments;

import dev.weir.chain.signature.Eip712;
import dev.weir.chain.signature.Eip712Domain;
import dev.weir.chain.signature.Recovery;
import dev.weir.chain.signature.SignatureRecovery;
import dev.weir.chain.signature.Signer;
import dev.weir.chain.signature.TransferAuthorization;
import dev.weir.model.WalletAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A transfer with what its payer is said to have signed of it. Both payment standards carry it; whether it is good is {@link
 * #fault}.
 *
 * @param signature 0x and hex digits
 */
public record SignedTransfer(TransferAuthorization authorization, String signature) {
    private static final Pattern HEX = Pattern.compile("0x(?:[0-9a-fA-F]{2})*");
    /** v is 27 or 28: tokens refuse the 0 and 1 of some wallets, which {@link SignatureRecovery} takes. */
    private static final Pattern FORM = Pattern.compile("0x[0-9a-fA-F]{128}1[bBcC]");

    public SignedTransfer {
        Objects.requireNonNull(authorization, "authorization is null");
        Objects.requireNonNull(signature, "signature is null");
        if (!isHex(signature)) {
            throw new IllegalArgumentException("signature is not 0x and pairs of hex digits");
        }
    }

    /** Signs as the payer; the signer's wallet has to be the authorization's {@code from}. */
    public static SignedTransfer sign(Signer payer, Eip712Domain token, TransferAuthorization authorization) {
        if (!payer.wallet().equals(authorization.from())) {
            throw new IllegalArgumentException("the authorization is another wallet's");
        }
        return new SignedTransfer(authorization, payer.sign(Eip712.digest(token, authorization)));
    }

    public static boolean isHex(String signature) {
        return HEX.matcher(signature).matches();
    }

    /**
     * What is wrong with it as payment of this price to this payee; empty where nothing is that can be told without asking the
     * chain (balance, and whether the nonce was used). Fails closed: signatures of contract wallets (ERC-1271, ERC-6492) cannot
     * be told without it and are {@link PaymentFault#SIGNATURE_MALFORMED}.
     */
    public Optional<PaymentFault> fault(
            AssetAmount price, WalletAddress payee, AuthorizationWindow window, Instant now) {
        if (!authorization.to().equals(payee)) {
            return Optional.of(PaymentFault.RECIPIENT_MISMATCH);
        }
        if (!authorization.value().equals(price.amount())) {
            return Optional.of(PaymentFault.VALUE_MISMATCH);
        }
        return window.fault(authorization, now)
                .or(() -> signatureFault(price.asset().domain()));
    }

    private Optional<PaymentFault> signatureFault(Eip712Domain token) {
        if (!FORM.matcher(signature).matches()) {
            return Optional.of(PaymentFault.SIGNATURE_MALFORMED);
        }
        return switch (SignatureRecovery.recover(Eip712.digest(token, authorization), signature)) {
            case Recovery.Recovered recovered ->
                recovered.wallet().equals(authorization.from())
                        ? Optional.empty()
                        : Optional.of(PaymentFault.SIGNER_MISMATCH);
            case Recovery.Malformed() -> Optional.of(PaymentFault.SIGNATURE_MALFORMED);
            case Recovery.HighS() -> Optional.of(PaymentFault.SIGNATURE_HIGH_S);
            case Recovery.Unrecoverable() -> Optional.of(PaymentFault.SIGNATURE_UNRECOVERABLE);
        };
    }

    /** Without the signature, which is as good as the money until it is used. */
    @Override
    public String toString() {
        return "SignedTransfer[" + authorization + "]";
    }
}
