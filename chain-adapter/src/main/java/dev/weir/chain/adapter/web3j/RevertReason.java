package dev.weir.chain.adapter.web3j;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.Address;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.abi.datatypes.generated.Uint256;
import org.web3j.crypto.Hash;
import org.web3j.protocol.core.Response;

/** Why a contract refused, in words: the errors that our contracts and OpenZeppelin's ERC-20 revert with, and their values. */
final class RevertReason {
    /** 0x and four bytes; it stands before the table, which is made with it. */
    private static final int SELECTOR_LENGTH = 10;

    private static final Map<String, ContractError> BY_SELECTOR = Stream.of(
                    error("Error", Utf8String.class),
                    error("StakeVault_AmountZero"),
                    error("StakeVault_StakeTooSmall", Address.class, Uint256.class, Uint256.class),
                    error("StakeVault_NothingToWithdraw", Address.class),
                    error("StakeVault_CoolingDown", Uint256.class, Uint256.class),
                    error("NodeRegistry_NameTaken", Utf8String.class, Address.class),
                    error("NodeRegistry_NotRegistered", Utf8String.class),
                    error("NodeRegistry_NotOperator", Utf8String.class, Address.class, Address.class),
                    error("Names_Illegal", Utf8String.class),
                    error("OwnableUnauthorizedAccount", Address.class),
                    error("ERC20InsufficientBalance", Address.class, Uint256.class, Uint256.class),
                    error("ERC20InsufficientAllowance", Address.class, Uint256.class, Uint256.class))
            .collect(Collectors.toUnmodifiableMap(ContractError::selector, Function.identity()));

    private RevertReason() {}

    /** The error with its values, such as {@code NodeRegistry_NameTaken(amber, 0x…)}; else what the chain said. */
    static String of(Response.Error error) {
        String data = unquoted(error.getData());
        if (data.length() < SELECTOR_LENGTH) {
            return error.getMessage();
        }
        var known = BY_SELECTOR.get(data.substring(0, SELECTOR_LENGTH));
        return known == null ? error.getMessage() : known.describe("0x" + data.substring(SELECTOR_LENGTH));
    }

    /** web3j keeps the member {@code data} as JSON text. */
    private static String unquoted(@Nullable String json) {
        return json == null ? "" : json.replace("\"", "");
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is only read
    private static ContractError error(String name, Class<? extends Type<?>>... parameters) {
        return new ContractError(name, List.of(parameters));
    }

    private record ContractError(String name, List<Class<? extends Type<?>>> parameters) {
        String selector() {
            var types = parameters.stream().map(ContractError::solidityName).collect(Collectors.joining(","));
            return Hash.sha3String(name + "(" + types + ")").substring(0, SELECTOR_LENGTH);
        }

        @SuppressWarnings({"rawtypes", "unchecked"}) // web3j's decoder takes raw types
        String describe(String data) {
            List<TypeReference<Type>> types = parameters.stream()
                    .map(type -> (TypeReference<Type>) TypeReference.create((Class) type))
                    .toList();
            return FunctionReturnDecoder.decode(data, types).stream()
                    .map(value -> value.getValue().toString())
                    .collect(Collectors.joining(", ", name + "(", ")"));
        }

        private static String solidityName(Class<?> type) {
            if (type == Utf8String.class) {
                return "string";
            }
            return type == Address.class ? "address" : "uint256";
        }
    }
}
