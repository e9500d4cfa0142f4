package dev.weir.payments;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.chain.signature.TransferAuthorization;
import dev.weir.model.WalletAddress;
import dev.weir.payments.wire.HeaderJson;
import dev.weir.payments.wire.WireFault;
import dev.weir.payments.wire.WireObject;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Payments that real clients made: @x402/fetch and mppx. */
final class SignedTransferTest {
    private final JsonNode recorded;
    private final AssetAmount price;
    private final WalletAddress payee;
    private final Instant now;

    SignedTransferTest() throws java.io.IOException {
        recorded = new ObjectMapper()
                .readTree(Path.of("src/test/vectors/recorded.json").toFile());
        var asset = recorded.path("asset");
        price = Price.parse("0.001 USD")
                .in(new Asset(
                        new ChainNetwork(recorded.path("chainId").asLong()),
                        new WalletAddress(asset.path("address").asText()),
                        asset.path("decimals").asInt(),
                        asset.path("symbol").asText(),
                        asset.path("name").asText(),
                        asset.path("version").asText()));
        payee = new WalletAddress(recorded.path("payee").asText());
        now = Instant.parse(recorded.path("recordedAt").asText());
    }

    private SignedTransfer x402() throws WireFault {
        var payload = HeaderJson.fromBase64(
                        recorded.at("/x402/exchanges/1/sent/payment-signature").asText())
                .object("payload");
        return new SignedTransfer(transfer(payload.object("authorization")), payload.text("signature"));
    }

    private SignedTransfer mpp() throws WireFault {
        var header = recorded.at("/mpp/exchanges/1/sent/authorization").asText();
        var payload =
                HeaderJson.fromBase64Url(header.substring("Payment ".length())).object("payload");
        return new SignedTransfer(transfer(payload), payload.text("signature"));
    }

    private static TransferAuthorization transfer(WireObject object) throws WireFault {
        return new TransferAuthorization(
                object.address("from"),
                object.address("to"),
                object.amount("value"),
                object.number("validAfter"),
                object.number("validBefore"),
                object.nonce("nonce"));
    }

    @Test
    void payments_ofRealClients_areGood() throws WireFault {
        assertThat(x402().fault(price, payee, AuthorizationWindow.DEFAULT, now)).isEmpty();
        assertThat(mpp().fault(price, payee, AuthorizationWindow.DEFAULT, now)).isEmpty();
    }

    @Test
    void payment_toAnother_orOfAnotherValue_orSignedByAnother_isRefused() throws WireFault {
        var dearer = Price.parse("0.002 USD").in(price.asset());

        assertThat(x402().fault(price, price.asset().contract(), AuthorizationWindow.DEFAULT, now))
                .contains(PaymentFault.RECIPIENT_MISMATCH);
        assertThat(x402().fault(dearer, payee, AuthorizationWindow.DEFAULT, now))
                .contains(PaymentFault.VALUE_MISMATCH);
        assertThat(new SignedTransfer(x402().authorization(), mpp().signature())
                        .fault(price, payee, AuthorizationWindow.DEFAULT, now))
                .contains(PaymentFault.SIGNER_MISMATCH);
    }

    @Test
    void payment_outsideOfItsTime_isRefused() throws WireFault {
        var payment = x402();
        var end = Instant.ofEpochSecond(payment.authorization().validBefore().longValueExact());

        assertThat(payment.fault(price, payee, AuthorizationWindow.DEFAULT, end.minusSeconds(7)))
                .isEmpty();
        assertThat(payment.fault(price, payee, AuthorizationWindow.DEFAULT, end.minusSeconds(6)))
                .contains(PaymentFault.EXPIRED);
        assertThat(payment.fault(price, payee, AuthorizationWindow.DEFAULT, Instant.EPOCH))
                .contains(PaymentFault.NOT_YET_VALID);
    }

    @Test
    void signature_withVFromZero_orShort_isMalformed() throws WireFault {
        var good = x402();
        for (var signature : new String[] {good.signature().substring(0, 130) + "00", "0x", "0x00"}) {
            assertThat(new SignedTransfer(good.authorization(), signature)
                            .fault(price, payee, AuthorizationWindow.DEFAULT, now))
                    .contains(PaymentFault.SIGNATURE_MALFORMED);
        }
    }
}
