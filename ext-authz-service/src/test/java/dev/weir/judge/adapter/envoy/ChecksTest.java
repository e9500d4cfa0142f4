package dev.weir.judge.adapter.envoy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.weir.jsonrpc.JsonRpcBatch;
import dev.weir.jsonrpc.UnreadableBody;
import dev.weir.model.ApiName;
import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChecksTest {
    @Test
    void facts_areWhatEnvoyShows() {
        var check = CheckRequest.newBuilder()
                .setAttributes(AttributeContext.newBuilder()
                        .putContextExtensions("api", "quotes")
                        .setSource(AttributeContext.Peer.newBuilder()
                                .setAddress(Address.newBuilder()
                                        .setSocketAddress(SocketAddress.newBuilder()
                                                .setAddress("10.0.0.9")
                                                .setPortValue(4_000))))
                        .setRequest(AttributeContext.Request.newBuilder()
                                .setHttp(http().setMethod("GET").setSize(12))))
                .build();

        var facts = Checks.facts(check);

        assertThat(facts.api()).contains(new ApiName("quotes"));
        assertThat(facts.method()).isEqualTo("GET");
        assertThat(facts.sourceIp()).isEqualTo("10.0.0.9");
        assertThat(facts.bodyBytes()).isEqualTo(12);
        assertThat(facts.token()).isEmpty();
        assertThat(facts.body()).isEmpty();
    }

    @Test
    void emptyCheck_hasNoApiAndNothingElse() {
        var facts = Checks.facts(CheckRequest.getDefaultInstance());

        assertThat(facts.api()).isEmpty();
        assertThat(facts.sourceIp()).isEmpty();
    }

    @Test
    void unknownSize_isNoBytes() {
        assertThat(Checks.facts(check(http().setSize(-1))).bodyBytes()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"/a/b,/a/b", "/a?b=c,/a", "/a??,/a", "?,''", "'',''"})
    void path_isWithoutItsQuery(String target, String path) {
        assertThat(Checks.facts(check(http().setPath(target))).path()).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer abc", "bearer abc", "BEARER  abc "})
    void token_isThatOfTheBearerScheme_inAnyCase(String authorization) {
        assertThat(Checks.facts(check(http().putHeaders("authorization", authorization)))
                        .token())
                .contains("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "Basic abc", "Bearer", "Bearerabc"})
    void otherAuthorization_isNoToken(String authorization) {
        assertThat(Checks.facts(check(http().putHeaders("authorization", authorization)))
                        .token())
                .isEmpty();
    }

    @Test
    void body_isReadFromItsBytes() {
        var good = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\"}";

        assertThat(Checks.facts(check(http().setRawBody(ByteString.copyFromUtf8(good))))
                        .body())
                .containsInstanceOf(JsonRpcBatch.class);
        assertThat(Checks.facts(check(http().setRawBody(ByteString.copyFrom(new byte[] {(byte) 0xff}))))
                        .body())
                .containsInstanceOf(UnreadableBody.class);
    }

    private static AttributeContext.HttpRequest.Builder http() {
        return AttributeContext.HttpRequest.newBuilder();
    }

    private static CheckRequest check(AttributeContext.HttpRequest.Builder http) {
        return CheckRequest.newBuilder()
                .setAttributes(AttributeContext.newBuilder()
                        .setRequest(AttributeContext.Request.newBuilder().setHttp(http)))
                .build();
    }
}
