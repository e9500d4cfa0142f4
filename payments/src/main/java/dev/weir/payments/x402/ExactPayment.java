package dev.weir.payments.x402;

import dev.weir.chain.signature.TransferAuthorization;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import dev.weir.payments.AssetAmount;
import dev.weir.payments.AuthorizationWindow;
import dev.weir.payments.ChainNetwork;
import dev.weir.payments.PaymentFault;
import dev.weir.payments.Reading;
import dev.weir.payments.SignedTransfer;
import dev.weir.payments.wire.HeaderJson;
import dev.weir.payments.wire.WireFault;
import dev.weir.payments.wire.WireObject;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What a client of x402 pays with: the header {@code PAYMENT-SIGNATURE} (specification version 2, section 5.2). Members that
 * the standard may yet name are not looked at.
 *
 * @param resource the URL that is paid for, where the client says it
 */
public record ExactPayment(
        Optional<String> resource,
        ChainNetwork network,
        WalletAddress asset,
        TokenAmount amount,
        WalletAddress payTo,
        SignedTransfer transfer) {
    private static final long VERSION = 2;

    public ExactPayment {
        Objects.requireNonNull(resource, "resource is null");
        Objects.requireNonNull(network, "network is null");
        Objects.requireNonNull(asset, "asset is null");
        Objects.requireNonNull(amount, "amount is null");
        Objects.requireNonNull(payTo, "payTo is null");
        Objects.requireNonNull(transfer, "transfer is null");
    }

    /** Never throws on any text. */
    public static Reading<ExactPayment> read(String header) {
        try {
            return new Reading.Understood<>(of(HeaderJson.fromBase64(header)));
        } catch (WireFault e) {
            return e.reading();
        }
    }

    /** What is wrong with it as payment of this offer; empty where nothing is that can be told without the chain. */
    public Optional<PaymentFault> fault(
            AssetAmount price, WalletAddress payee, String url, AuthorizationWindow window, Instant now) {
        if (!network.equals(price.asset().network())) {
            return Optional.of(PaymentFault.NETWORK_MISMATCH);
        }
        if (!asset.equals(price.asset().contract())) {
            return Optional.of(PaymentFault.ASSET_MISMATCH);
        }
        if (!amount.equals(price.amount())) {
            return Optional.of(PaymentFault.PRICE_MISMATCH);
        }
        if (!payTo.equals(payee)) {
            return Optional.of(PaymentFault.PAYEE_MISMATCH);
        }
        if (resource.isPresent() && !resource.get().equals(url)) {
            return Optional.of(PaymentFault.RESOURCE_MISMATCH);
        }
        return transfer.fault(price, payee, window, now);
    }

    private static ExactPayment of(WireObject message) throws WireFault {
        if (message.integer("x402Version", 0, Integer.MAX_VALUE) != VERSION) {
            throw new WireFault(PaymentFault.VERSION_UNSUPPORTED, "x402Version is not 2");
        }
        var accepted = message.object("accepted");
        if (!accepted.text("scheme").equals("exact")) {
            throw new WireFault(PaymentFault.SCHEME_UNSUPPORTED, "accepted.scheme is not exact");
        }
        var network = ChainNetwork.of(accepted.text("network"))
                .orElseThrow(() -> new WireFault(
                        PaymentFault.NETWORK_UNSUPPORTED, "accepted.network is not of the form eip155:<chain id>"));
        var resource = message.optionalObject("resource");
        return new ExactPayment(
                resource.isPresent() ? Optional.of(resource.get().text("url")) : Optional.empty(),
                network,
                accepted.address("asset"),
                accepted.amount("amount"),
                accepted.address("payTo"),
                transfer(message.object("payload")));
    }

    private static SignedTransfer transfer(WireObject payload) throws WireFault {
        var signature = payload.text("signature");
        if (!SignedTransfer.isHex(signature)) {
            throw new WireFault(PaymentFault.SIGNATURE_MALFORMED, "payload.signature is not hex digits");
        }
        var signed = payload.object("authorization");
        return new SignedTransfer(
                new TransferAuthorization(
                        signed.address("from"),
                        signed.address("to"),
                        signed.amount("value"),
                        signed.number("validAfter"),
                        signed.number("validBefore"),
                        signed.nonce("nonce")),
                signature);
    }
}
