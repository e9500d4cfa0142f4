package dev.weir.chain.adapter.web3j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.weir.chain.ContractAddresses;
import dev.weir.chain.Devnet;
import dev.weir.chain.port.NodeRegistryUnavailable;
import dev.weir.chain.port.StakeUnavailable;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the readers make of chains that answer slowly, wrongly or not at all: never a stake, never a list. */
final class Web3jStakeReaderTest {
    private static final WalletAddress ALICE = Devnet.wallet(7);
    private static final ContractAddresses CONTRACTS = new ContractAddresses(31_337, ALICE, ALICE, ALICE);
    private static final String TEN = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x%064x\"}".formatted(10);

    private int status = 200;
    private String answer = TEN;
    private HttpServer server;
    private ChainConnection chain;
    private Web3jStakeReader reader;

    @BeforeEach
    void connect() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        chain = ChainConnection.open(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
        reader = new Web3jStakeReader(chain, CONTRACTS);
    }

    @AfterEach
    void disconnect() {
        chain.close();
        server.stop(0);
    }

    @Test
    void failure_isNotRemembered() {
        status = 503;
        assertThatThrownBy(() -> reader.stakeOf(ALICE)).isInstanceOf(StakeUnavailable.class);

        status = 200;
        assertThat(reader.stakeOf(ALICE).baseUnits()).isEqualTo(10);
    }

    @Test
    void errorOfTheChain_isUnavailableWithItsWords() {
        answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":\"header not found\"}}";

        assertThatThrownBy(() -> reader.stakeOf(ALICE))
                .isInstanceOf(StakeUnavailable.class)
                .hasMessageContaining("header not found");
    }

    @Test
    void addressWithoutAContract_isUnavailableAndNotZero() {
        answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x\"}";

        assertThatThrownBy(() -> reader.stakeOf(ALICE))
                .isInstanceOf(StakeUnavailable.class)
                .hasMessageContaining("was the chain started anew?");
    }

    @Test
    void answerThatIsNoNumber_isUnavailable() {
        answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0xzz\"}";

        assertThatThrownBy(() -> reader.stakeOf(ALICE)).isInstanceOf(StakeUnavailable.class);
    }

    @Test
    void answerWithoutAResult_isUnavailable() {
        answer = "{\"jsonrpc\":\"2.0\",\"id\":1}";

        assertThatThrownBy(() -> reader.stakeOf(ALICE)).isInstanceOf(StakeUnavailable.class);
    }

    @Test
    void answerThatIsNotJson_isUnavailable() {
        answer = "<html>";

        assertThatThrownBy(() -> reader.stakeOf(ALICE)).isInstanceOf(StakeUnavailable.class);
    }

    @Test
    void chainThatNeverAnswers_isGivenUpAtTheTimeout() throws IOException {
        try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var slow = ChainConnection.open(
                        URI.create("http://127.0.0.1:" + mute.getLocalPort()), Duration.ofMillis(200))) {
            assertThatThrownBy(() -> new Web3jStakeReader(slow, CONTRACTS).stakeOf(ALICE))
                    .isInstanceOf(StakeUnavailable.class);
            assertThat(slow.answers()).isFalse();
        }
    }

    @Test
    void registry_ofAChainThatIsGone_isUnavailableAndNotEmpty() {
        status = 500;

        assertThatThrownBy(() -> new Web3jNodeRegistry(chain, CONTRACTS).activeNodes())
                .isInstanceOf(NodeRegistryUnavailable.class);
    }
}
