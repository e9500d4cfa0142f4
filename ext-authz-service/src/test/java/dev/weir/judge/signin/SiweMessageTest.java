package dev.weir.judge.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.model.AccountId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SiweMessageTest {
    private static final String TEXT = """
            127.0.0.1:10000 wants you to sign in with your Ethereum account:
            0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

            Sign in to the Weir gateway.

            URI: http://127.0.0.1:10000/auth/
            Version: 1
            Chain ID: 31337
            Nonce: 0123456789abcdef
            Issued At: 2026-11-24T12:00:00Z
            Expiration Time: 2026-11-24T12:05:00Z""";
    private static final SiweMessage MESSAGE = new SiweMessage(
            "127.0.0.1:10000",
            AccountId.parse("eip155:31337:0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"),
            "Sign in to the Weir gateway.",
            "http://127.0.0.1:10000/auth/",
            "0123456789abcdef",
            Instant.parse("2026-11-24T12:00:00Z"),
            Instant.parse("2026-11-24T12:05:00Z"),
            Optional.empty());

    @Test
    void text_isTheFormOfEip4361() {
        assertThat(MESSAGE.text()).isEqualTo(TEXT);
    }

    @Test
    void parse_ofATextOfOurs_givesTheSameMessage() {
        assertThat(SiweMessage.parse(TEXT)).contains(MESSAGE);
    }

    @Test
    void parse_withNotBefore_roundTrips() {
        var text = TEXT + "\nNot Before: 2026-11-24T12:01:00Z";

        var message = SiweMessage.parse(text).orElseThrow();

        assertThat(message.notBefore()).contains(Instant.parse("2026-11-24T12:01:00Z"));
        assertThat(message.text()).isEqualTo(text);
    }

    /** As npm siwe 3.0.0 and viem 2.57.20 write the same fields, byte for byte. */
    @Test
    void parse_ofWhatWalletLibrariesWrite_isReadWithItsMilliseconds() {
        var theirs =
                "127.0.0.1:10000 wants you to sign in with your Ethereum account:\n0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n\nSign in to the Weir gateway.\n\nURI: http://127.0.0.1:10000/auth/\nVersion: 1\nChain ID: 31337\nNonce: 0123456789abcdef\nIssued At: 2026-11-24T12:00:00.000Z\nExpiration Time: 2026-11-24T12:05:00.000Z";

        assertThat(SiweMessage.parse(theirs)).contains(MESSAGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1:10000 wants| wants",
                "127.0.0.1:10000 wants|http://127.0.0.1:10000 wants",
                "127.0.0.1:10000 wants|127.0.0.1/x wants",
                "wants you to sign in|wants you to pay",
                "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266|0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266",
                "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266|0xF39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
                "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266|0xf39Fd6e51aad88F6F4ce6aB8827279cffFb9226",
                "Sign in to the Weir gateway.|Ein\u00fc",
                "URI: http://127.0.0.1:10000/auth/|URI: not a uri",
                "Version: 1|Version: 2",
                "Chain ID: 31337|Chain ID: 0",
                "Chain ID: 31337|Chain ID: 0x7a69",
                "Chain ID: 31337|Chain ID: 1000000000000000000",
                "Nonce: 0123456789abcdef|Nonce: 0123456",
                "Nonce: 0123456789abcdef|Nonce: 01234567-9abcdef",
                "Issued At: 2026-11-24T12:00:00Z|Issued At: 2026-11-24",
                "Issued At: 2026-11-24T12:00:00Z|Issued At: 2026-13-24T12:00:00Z",
                "Issued At: 2026-11-24T12:00:00Z|Issued At: 2026-11-24T12:00:00+01:00",
                "Expiration Time: 2026-11-24T12:05:00Z|Expiration Time: never",
            })
    void parse_withOneMalformedField_isEmpty(String right, String wrong) {
        assertThat(TEXT).contains(right);

        assertThat(SiweMessage.parse(TEXT.replace(right, wrong))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Version: 1\n",
                "Chain ID: 31337\n",
                "Nonce: 0123456789abcdef\n",
                "Issued At: 2026-11-24T12:00:00Z\n",
                "\nExpiration Time: 2026-11-24T12:05:00Z",
                "URI: http://127.0.0.1:10000/auth/\n",
                "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n"
            })
    void parse_withoutAField_isEmpty(String field) {
        assertThat(SiweMessage.parse(TEXT.replace(field, ""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", " ", "\nResources:\n- https://example.org", "\nRequest ID: 1", "\r", "\u0000"})
    void parse_withMoreBehind_isEmpty(String more) {
        assertThat(SiweMessage.parse(TEXT + more)).isEmpty();
    }

    @Test
    void parse_ofOtherLineEnds_isEmpty() {
        assertThat(SiweMessage.parse(TEXT.replace("\n", "\r\n"))).isEmpty();
    }

    @Test
    void parse_ofALongText_isEmptyWithoutLookingAtIt() {
        assertThat(SiweMessage.parse(TEXT + "x".repeat(SiweMessage.MAX_LENGTH))).isEmpty();
        assertThat(SiweMessage.parse("x".repeat(10_000_000))).isEmpty();
        assertThat(SiweMessage.parse("")).isEmpty();
    }
}
