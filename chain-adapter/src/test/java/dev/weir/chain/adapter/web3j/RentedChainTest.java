package dev.weir.chain.adapter.web3j;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.weir.chain.ContractAddresses;
import dev.weir.chain.Devnet;
import dev.weir.chain.port.NodeRegistry;
import dev.weir.chain.port.NodeRegistryUnavailable;
import dev.weir.chain.port.StakeUnavailable;
import dev.weir.model.WalletAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.DynamicArray;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Uint256;

/** What the readers make of a rented chain that answers late, wrongly, hugely or not at all: never a stake, never a list. */
final class RentedChainTest {
    private static final WalletAddress ALICE = Devnet.wallet(7);
    private static final ContractAddresses CONTRACTS = new ContractAddresses(31_337, ALICE, ALICE, ALICE);
    private static final String TEN = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x%064x\"}".formatted(10);

    private final WireMockServer rented =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
    private ChainConnection chain;
    private Web3jStakeReader stakes;
    private NodeRegistry registry;

    @BeforeEach
    void connect() {
        rented.start();
        chain = ChainConnection.open(URI.create(rented.baseUrl()), Duration.ofSeconds(1));
        stakes = new Web3jStakeReader(chain, CONTRACTS);
        registry = new Web3jNodeRegistry(chain, CONTRACTS);
    }

    @AfterEach
    void disconnect() {
        chain.close();
        rented.stop();
    }

    @Test
    void failure_isNotRemembered() {
        answer(aResponse().withStatus(503));
        assertThatThrownBy(() -> stakes.stakeOf(ALICE)).isInstanceOf(StakeUnavailable.class);

        answer(okJson(TEN));
        assertThat(stakes.stakeOf(ALICE).baseUnits()).isEqualTo(10);
    }

    @Test
    void errorOfTheChain_isUnavailableWithItsWords() {
        answer(okJson("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":\"header not found\"}}"));

        assertThatThrownBy(() -> stakes.stakeOf(ALICE))
                .isInstanceOf(StakeUnavailable.class)
                .hasMessageContaining("header not found");
    }

    @Test
    void addressWithoutAContract_isUnavailableAndNotZero() {
        answer(okJson("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x\"}"));

        assertThatThrownBy(() -> stakes.stakeOf(ALICE))
                .isInstanceOf(StakeUnavailable.class)
                .hasMessageContaining("was the chain started anew?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0xzz\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x00",
                "<html>over quota</html>",
                ""
            })
    void answerThatIsNone_isUnavailable(String body) {
        answer(okJson(body));

        assertUnknown();
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 401, 403, 429, 500, 502, 503})
    void answerOfAnotherStatus_isUnavailable(int status) {
        answer(aResponse().withStatus(status).withBody("<html>not now</html>"));

        assertUnknown();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void lineThatBreaks_isUnavailable(Fault fault) {
        answer(aResponse().withFault(fault));

        assertUnknown();
    }

    @Test
    void chainThatNeverAnswers_isGivenUpAtTheTimeout() {
        answer(okJson(TEN).withFixedDelay(60_000));

        assertUnknown();
        assertThat(chain.answers()).isFalse();
    }

    @Test
    void answerThatDrips_isGivenUpAtTheTimeout_howeverSteadyItIs() {
        answer(okJson(TEN).withChunkedDribbleDelay(20, 60_000));

        assertUnknown();
    }

    @Test
    void answerLongerThanAnyThatIsAskedFor_isNotRead() {
        answer(okJson("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x" + "0".repeat(5 << 20) + "\"}"));

        assertThatThrownBy(() -> stakes.stakeOf(ALICE))
                .isInstanceOf(StakeUnavailable.class)
                .hasMessageContaining("longer than");
    }

    /** Its name is anyone's for the price of gas: what is beyond the bound does not hide what is within. */
    @Test
    void registryOfMoreThanTheBound_isReadUpToIt() {
        var node = new Contracts.Node(
                new Utf8String("amber"),
                new Address(ALICE.value()),
                new Utf8String("edge"),
                new Utf8String("eu-west"),
                new Uint256(1));
        var page = new DynamicArray<>(Contracts.Node.class, Collections.nCopies(100, node));
        answer(okJson(result(Long.toHexString(7))));
        rented.stubFor(post(anyUrl())
                .withRequestBody(containing(FunctionEncoder.encode(Contracts.count())))
                .willReturn(okJson(result("%064x".formatted(1_000_000)))));
        rented.stubFor(post(anyUrl())
                .withRequestBody(containing(selector(FunctionEncoder.encode(Contracts.nodesPaged(0, 100)))))
                .willReturn(okJson(result(FunctionEncoder.encodeConstructor(List.of(page))))));

        assertThat(registry.activeNodes()).hasSize(NodeRegistry.MAX_NODES);

        rented.verify(102, postRequestedFor(anyUrl()));
    }

    private void assertUnknown() {
        assertThatThrownBy(() -> stakes.stakeOf(ALICE)).isInstanceOf(StakeUnavailable.class);
        assertThatThrownBy(registry::activeNodes).isInstanceOf(NodeRegistryUnavailable.class);
    }

    private void answer(ResponseDefinitionBuilder answer) {
        rented.stubFor(any(anyUrl()).willReturn(answer));
    }

    private static String selector(String call) {
        return call.substring(0, "0x12345678".length());
    }

    private static String result(String hex) {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x" + hex + "\"}";
    }
}
