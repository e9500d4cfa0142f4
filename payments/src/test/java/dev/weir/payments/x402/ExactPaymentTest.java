package dev.weir.payments.x402;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.model.WalletAddress;
import dev.weir.payments.Asset;
import dev.weir.payments.AuthorizationWindow;
import dev.weir.payments.ChainNetwork;
import dev.weir.payments.PaymentFault;
import dev.weir.payments.Price;
import dev.weir.payments.Reading;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What @x402/fetch sent, whole and with one thing changed. */
final class ExactPaymentTest {
    private final JsonNode recorded;
    private final String json;

    ExactPaymentTest() throws java.io.IOException {
        recorded = new ObjectMapper()
                .readTree(Path.of("src/test/vectors/recorded.json").toFile());
        var header = recorded.at("/x402/exchanges/1/sent/payment-signature").asText();
        json = new String(Base64.getDecoder().decode(header), UTF_8);
    }

    private Optional<PaymentFault> fault(String message) {
        var asset = new Asset(
                new ChainNetwork(31_337),
                new WalletAddress(recorded.at("/asset/address").asText()),
                6,
                "USD",
                "Weir Dollar",
                "1");
        var read = ExactPayment.read(Base64.getEncoder().encodeToString(message.getBytes(UTF_8)));
        return switch (read) {
            case Reading.Faulty<ExactPayment> faulty -> Optional.of(faulty.fault());
            case Reading.Understood<ExactPayment>(var payment) ->
                payment.fault(
                        Price.parse("0.001 USD").in(asset),
                        new WalletAddress(recorded.path("payee").asText()),
                        recorded.at("/x402/url").asText(),
                        AuthorizationWindow.DEFAULT,
                        Instant.parse(recorded.path("recordedAt").asText()));
        };
    }

    @Test
    void payment_ofTheRealClient_isGood() {
        assertThat(fault(json)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "\"x402Version\":2, \"x402Version\":1, VERSION_UNSUPPORTED",
        "\"scheme\":\"exact\", \"scheme\":\"upto\", SCHEME_UNSUPPORTED",
        "eip155:31337, solana:devnet, NETWORK_UNSUPPORTED",
        "eip155:31337, eip155:1, NETWORK_MISMATCH",
        "\"asset\":\"0x5, \"asset\":\"0x6, ASSET_MISMATCH",
        "\"amount\":\"1000\", \"amount\":\"999\", PRICE_MISMATCH",
        "\"payTo\":\"0x7, \"payTo\":\"0x8, PAYEE_MISMATCH",
        "/paid/quotes, /paid/others, RESOURCE_MISMATCH",
        "\"to\":\"0x7, \"to\":\"0x8, RECIPIENT_MISMATCH",
        "\"value\":\"1000\", \"value\":\"1\", VALUE_MISMATCH",
        "\"value\":\"1000\", \"value\":\"01000\", MEMBER_MALFORMED",
        "\"nonce\":\"0x, \"nonce\":\"0x0, NONCE_MALFORMED",
        "\"validAfter\", \"validAfterwards\", MEMBER_MISSING",
        "\"signature\":\"0x, \"signature\":\"0y, SIGNATURE_MALFORMED"
    })
    void payment_withOneThingChanged_isRefusedForIt(String was, String is, PaymentFault fault) {
        assertThat(json).contains(was);
        assertThat(fault(json.replace(was, is))).contains(fault);
    }
}
