package dev.weir.chain.adapter.web3j;

import dev.weir.chain.ContractAddresses;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import okhttp3.OkHttpClient;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.datatypes.Function;
import org.web3j.abi.datatypes.Type;
import org.web3j.protocol.Web3j;
import org.web3j.protocol.core.DefaultBlockParameter;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.Request;
import org.web3j.protocol.core.Response;
import org.web3j.protocol.core.methods.request.Transaction;
import org.web3j.protocol.core.methods.response.EthBlockNumber;
import org.web3j.protocol.core.methods.response.EthChainId;
import org.web3j.protocol.http.HttpService;

/**
 * A JSON-RPC endpoint of a chain, over HTTP. Every exchange has one bound in time, from connecting to the last byte, and one in
 * size. Safe for use by many threads; a call blocks the thread that makes it.
 */
public final class ChainConnection implements AutoCloseable {
    /** Long enough for a chain beside us or a rented one far away, short enough for a request that waits for it. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);

    /** Forty times a page of the registry, the longest answer that is asked for. */
    private static final long MAX_ANSWER_BYTES = 4L << 20;

    private final URI rpc;
    private final OkHttpClient http;
    private final Web3j web3j;

    private ChainConnection(URI rpc, Duration timeout) {
        this.rpc = rpc;
        this.http = new OkHttpClient.Builder()
                .connectTimeout(timeout)
                .callTimeout(timeout)
                .addInterceptor(new BoundedAnswer(MAX_ANSWER_BYTES))
                .build();
        this.web3j =
                Web3j.build(new HttpService(rpc.toString(), http), 1_000, Executors.newSingleThreadScheduledExecutor());
    }

    /** Nothing is sent yet: an endpoint that is not there shows at the first question. */
    public static ChainConnection open(URI rpc) {
        return open(rpc, DEFAULT_TIMEOUT);
    }

    public static ChainConnection open(URI rpc, Duration timeout) {
        return new ChainConnection(rpc, timeout);
    }

    /** Whether the endpoint answers at all: for whoever started it and waits. */
    public boolean answers() {
        try {
            return chainId() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether the contracts stand on this chain: same chain id, code at each address. False after a development chain was
     * started anew.
     *
     * @throws IOException if the chain did not answer
     */
    public boolean contractsPresent(ContractAddresses contracts) throws IOException {
        return chainId() == contracts.chainId()
                && hasCode(contracts.token())
                && hasCode(contracts.stakeVault())
                && hasCode(contracts.nodeRegistry());
    }

    @Override
    public void close() {
        web3j.shutdown();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    @Override
    public String toString() {
        return rpc.toString();
    }

    long chainId() throws IOException {
        return number(web3j.ethChainId(), EthChainId::getChainId).longValue();
    }

    BigInteger blockNumber() throws IOException {
        return number(web3j.ethBlockNumber(), EthBlockNumber::getBlockNumber);
    }

    /** In 63 bits, as all that is counted here. web3j reads the text late, and says so by an unchecked exception. */
    private <T extends Response<?>> BigInteger number(
            Request<?, T> request, java.util.function.Function<T, BigInteger> of) throws IOException {
        var answer = answer(request);
        try {
            return BigInteger.valueOf(of.apply(answer).longValueExact());
        } catch (RuntimeException e) {
            throw new IOException(rpc + " answered " + request.getMethod() + " with no number: " + e.getMessage(), e);
        }
    }

    /** Calls a function that changes nothing, at the latest block. */
    List<Type> call(WalletAddress contract, Function function) throws IOException {
        return call(contract, function, DefaultBlockParameterName.LATEST);
    }

    /** Calls a function that changes nothing, on the state after a block. */
    List<Type> call(WalletAddress contract, Function function, DefaultBlockParameter block) throws IOException {
        var question = Transaction.createEthCallTransaction(null, contract.value(), FunctionEncoder.encode(function));
        String data = answer(web3j.ethCall(question, block)).getValue();
        return decoded(contract, function, data);
    }

    /** What the chain says to a transaction that is not sent: empty if it would pass, else why it would not. */
    Optional<String> refusal(WalletAddress from, WalletAddress contract, String data) throws IOException {
        var question = Transaction.createEthCallTransaction(from.value(), contract.value(), data);
        var response = exchange(web3j.ethCall(question, DefaultBlockParameterName.LATEST));
        return response.hasError() ? Optional.of(RevertReason.of(response.getError())) : Optional.empty();
    }

    /** What the chain answered. @throws IOException if it did not, or if the answer is an error */
    <T extends Response<?>> T answer(Request<?, T> request) throws IOException {
        T response = exchange(request);
        if (response.hasError()) {
            throw new IOException(
                    rpc + " answered " + request.getMethod() + " with: " + RevertReason.of(response.getError()));
        }
        return response;
    }

    Web3j web3j() {
        return web3j;
    }

    private boolean hasCode(WalletAddress address) throws IOException {
        var code = answer(web3j.ethGetCode(address.value(), DefaultBlockParameterName.LATEST));
        return code.getCode().length() > "0x".length();
    }

    private <T extends Response<?>> T exchange(Request<?, T> request) throws IOException {
        try {
            return request.send();
        } catch (IOException | RuntimeException e) {
            // web3j reports an HTTP status by one kind, a broken line by the other
            throw new IOException(rpc + " did not answer " + request.getMethod() + ": " + e.getMessage(), e);
        }
    }

    private List<Type> decoded(WalletAddress contract, Function function, String data) throws IOException {
        List<Type> values = decode(function, data);
        if (values.size() != function.getOutputParameters().size()) {
            throw new IOException("nothing at " + contract + " on " + rpc + " answers " + function.getName()
                    + ": was the chain started anew?");
        }
        return values;
    }

    private static List<Type> decode(Function function, String data) throws IOException {
        try {
            return FunctionReturnDecoder.decode(data, function.getOutputParameters());
        } catch (RuntimeException e) {
            throw new IOException("the answer to " + function.getName() + " cannot be read", e);
        }
    }
}
