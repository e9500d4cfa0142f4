package dev.weir.chain.adapter.web3j;

import dev.weir.chain.port.TransactionFailed.NotSent;
import dev.weir.chain.port.TransactionFailed.Reverted;
import dev.weir.chain.port.TransactionFailed.Unconfirmed;
import dev.weir.chain.signature.Signer;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.web3j.abi.FunctionEncoder;
import org.web3j.abi.datatypes.Function;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.protocol.core.DefaultBlockParameterName;
import org.web3j.protocol.core.methods.response.TransactionReceipt;
import org.web3j.utils.Numeric;

/**
 * Signs transactions here, sends them, and waits until they are mined. Those of one call go out together, in order, so
 * that they share a block. One wallet's transactions are sent by one thread at a time.
 */
final class Transactions {
    /** A few blocks of a slow chain. */
    static final Duration CONFIRMED_WITHIN = Duration.ofSeconds(30);

    /** One gwei, what goes to the block's maker for each unit of gas. */
    private static final BigInteger TIP = BigInteger.valueOf(1_000_000_000);

    private static final Duration POLL = Duration.ofMillis(50);

    private final ChainConnection chain;

    Transactions(ChainConnection chain) {
        this.chain = chain;
    }

    /**
     * One transaction to be.
     *
     * @param to the contract, or null to create one
     * @param gasLimit paid for only as far as used; fixed, because what a transaction needs cannot be estimated before the one
     *     ahead of it is mined
     * @param value wei that go with it
     */
    record Draft(@Nullable WalletAddress to, String data, long gasLimit, BigInteger value, String purpose) {
        private static final long TRANSFER_GAS = 21_000;
        private static final long CALL_GAS = 500_000;
        private static final long CREATION_GAS = 6_000_000;

        static Draft call(WalletAddress contract, Function function) {
            return new Draft(contract, FunctionEncoder.encode(function), CALL_GAS, BigInteger.ZERO, function.getName());
        }

        static Draft creation(String name, String bytecode) {
            return new Draft(null, bytecode, CREATION_GAS, BigInteger.ZERO, "creating " + name);
        }

        /** The chain's own coin, which pays for gas. */
        static Draft transfer(WalletAddress to, BigInteger wei) {
            return new Draft(to, "", TRANSFER_GAS, wei, "transfer");
        }
    }

    /** Fails before anything is sent if the contract would refuse, and says why. */
    void check(Signer signer, WalletAddress contract, Function function) {
        Optional<String> refusal;
        try {
            refusal = chain.refusal(signer.wallet(), contract, FunctionEncoder.encode(function));
        } catch (IOException e) {
            throw new NotSent(function.getName() + " was not sent: " + e.getMessage(), e);
        }
        if (refusal.isPresent()) {
            throw new Reverted(function.getName() + " is refused: " + refusal.get());
        }
    }

    /** A transaction that the chain has taken. */
    record Sent(Draft draft, String hash) {
        @Override
        public String toString() {
            return draft.purpose() + ", sent as " + hash + ",";
        }
    }

    /** Sends them all, and returns when all are mined. */
    void execute(Signer signer, List<Draft> drafts) {
        send(signer, drafts).forEach(this::mined);
    }

    /** Sends them all, with one nonce after the other, and waits for none. */
    List<Sent> send(Signer signer, List<Draft> drafts) {
        try {
            var wallet = new SendingWallet(signer);
            var sent = new ArrayList<Sent>();
            for (Draft draft : drafts) {
                sent.add(new Sent(draft, wallet.send(draft)));
            }
            return sent;
        } catch (IOException e) {
            throw new NotSent(drafts.getFirst().purpose() + " was not sent: " + e.getMessage(), e);
        }
    }

    /** Waits until it is mined. */
    TransactionReceipt mined(Sent sent) {
        for (long polls = CONFIRMED_WITHIN.dividedBy(POLL); polls > 0; polls--) {
            var receipt = receipt(sent);
            if (receipt.isPresent()) {
                return succeeded(sent, receipt.get());
            }
            pause(sent);
        }
        throw new Unconfirmed(sent + " is not mined after " + CONFIRMED_WITHIN.toSeconds() + " s", null);
    }

    private Optional<TransactionReceipt> receipt(Sent sent) {
        try {
            return chain.answer(chain.web3j().ethGetTransactionReceipt(sent.hash()))
                    .getTransactionReceipt();
        } catch (IOException e) {
            throw new Unconfirmed(sent + " may be mined or not: " + e.getMessage(), e);
        }
    }

    private static TransactionReceipt succeeded(Sent sent, TransactionReceipt receipt) {
        if (!receipt.isStatusOK()) {
            throw new Reverted(sent + " was refused by the contract in block " + receipt.getBlockNumber());
        }
        return receipt;
    }

    private static void pause(Sent sent) {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unconfirmed(sent + " was waited for until the waiting was interrupted", e);
        }
    }

    /** A key, its next nonce, and what it pays for gas (EIP-1559). */
    private final class SendingWallet {
        private final Credentials credentials;
        private final long chainId;
        private final BigInteger maxFee;
        private BigInteger nonce;

        SendingWallet(Signer signer) throws IOException {
            credentials = Credentials.create(ECKeyPair.create(signer.privateKey()));
            chainId = chain.chainId();
            // The base fee rises by an eighth a block at most, and only what it is then gets paid. Not eth_gasPrice: it
            // follows what was paid before, so that a multiple of it grows with each transaction.
            maxFee = baseFee().shiftLeft(1).add(TIP);
            nonce = nextNonce(signer);
        }

        private BigInteger baseFee() throws IOException {
            var latest = chain.web3j().ethGetBlockByNumber(DefaultBlockParameterName.LATEST, false);
            return chain.answer(latest).getBlock().getBaseFeePerGas();
        }

        private BigInteger nextNonce(Signer signer) throws IOException {
            var count =
                    chain.web3j().ethGetTransactionCount(signer.wallet().value(), DefaultBlockParameterName.PENDING);
            return chain.answer(count).getTransactionCount();
        }

        /** The transaction's hash. */
        String send(Draft draft) throws IOException {
            String to = draft.to() == null ? "" : draft.to().value();
            var raw = RawTransaction.createTransaction(
                    chainId, nonce, BigInteger.valueOf(draft.gasLimit()), to, draft.value(), draft.data(), TIP, maxFee);
            var signed = Numeric.toHexString(TransactionEncoder.signMessage(raw, credentials));
            nonce = nonce.add(BigInteger.ONE);
            return chain.answer(chain.web3j().ethSendRawTransaction(signed)).getTransactionHash();
        }
    }
}
