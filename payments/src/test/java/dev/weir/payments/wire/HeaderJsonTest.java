package dev.weir.payments.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.payments.PaymentFault;
import dev.weir.payments.Reading;
import java.util.Base64;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HeaderJsonTest {
    private static Reading<WireObject> read(String header) {
        try {
            return new Reading.Understood<>(HeaderJson.fromBase64(header));
        } catch (WireFault e) {
            return e.reading();
        }
    }

    private static String base64(String json) {
        return Base64.getEncoder().encodeToString(json.getBytes(ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1,\"a\":2}|MEMBER_TWICE",
                "{\"a\":1,\"\\u0061\":2}|MEMBER_TWICE",
                "[]|JSON_MALFORMED",
                "{} {}|JSON_MALFORMED",
                "{|JSON_MALFORMED",
                "{\"a\":\"\u00ff\"}|NOT_UTF8",
                "{\"a\":\"\\ud800\"}|NOT_UTF8",
                "{\"a\":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}|JSON_TOO_DEEP"
            })
    void json_thatIsWrong_hasAReasonOfItsOwn(String json, PaymentFault fault) {
        assertThat(read(base64(json)))
                .isInstanceOfSatisfying(
                        Reading.Faulty.class,
                        faulty -> assertThat(faulty.fault()).isEqualTo(fault));
    }

    @Test
    void header_thatIsNoBase64_orTooLong_isRefused() {
        assertThat(read("{}")).hasFieldOrPropertyWithValue("fault", PaymentFault.BASE64_MALFORMED);
        assertThat(read("A".repeat(HeaderJson.LONGEST + 1)))
                .hasFieldOrPropertyWithValue("fault", PaymentFault.HEADER_TOO_LONG);
    }

    @Test
    void anyBytes_areReadOrRefused_andWhatIsReadIsWrittenTheSame() {
        var random = new SplittableRandom(42);
        var json = "{\"a\":[1e400,\"x\",null],\"b\":{\"c\":true}}";
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = json.getBytes(ISO_8859_1);
            for (int changes = random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            if (read(Base64.getEncoder().encodeToString(bytes)) instanceof Reading.Understood<WireObject>(var object)) {
                var written = HeaderJson.toBase64(object.node());
                assertThat(read(written))
                        .isInstanceOfSatisfying(
                                Reading.Understood.class,
                                again -> assertThat(((WireObject) again.message()).node())
                                        .isEqualTo(object.node()));
            }
        }
    }
}
