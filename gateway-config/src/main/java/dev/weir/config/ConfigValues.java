package dev.weir.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import dev.weir.jsonrpc.MethodList;
import dev.weir.jsonrpc.MethodUnits;
import dev.weir.model.ApiName;
import dev.weir.model.NodeId;
import dev.weir.model.PoolName;
import dev.weir.model.TokenAmount;
import dev.weir.model.WalletAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** How the small values of the files are written: {@code 250ms}, {@code 0.5%}, {@code 100 WEIR}. */
final class ConfigValues {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?)%");
    private static final Pattern TOKENS = Pattern.compile("([0-9]{1,60}(?:\\.[0-9]{1,18})?) WEIR");

    /** The types that read their own text or list. */
    static final Set<Class<?>> READS = Set.of(
            ApiName.class,
            PoolName.class,
            NodeId.class,
            Network.class,
            MethodList.class,
            MethodUnits.class,
            Duration.class,
            Fraction.class,
            TokenAmount.class,
            UpstreamUrl.class,
            SecretText.class,
            CallRate.class,
            WalletAddress.class,
            ByteSize.class,
            Path.class);

    private ConfigValues() {}

    static SimpleModule module() {
        return new SimpleModule("weir-config")
                .addDeserializer(ApiName.class, new Text<>(ApiName.class, ApiName::new))
                .addDeserializer(PoolName.class, new Text<>(PoolName.class, PoolName::new))
                .addDeserializer(NodeId.class, new Text<>(NodeId.class, NodeId::new))
                .addDeserializer(Network.class, new Text<>(Network.class, Network::parse))
                .addDeserializer(UpstreamUrl.class, new Text<>(UpstreamUrl.class, UpstreamUrl::parse))
                .addDeserializer(SecretText.class, new Text<>(SecretText.class, SecretText::parse))
                .addDeserializer(WalletAddress.class, new Text<>(WalletAddress.class, WalletAddress::new))
                .addDeserializer(CallRate.class, new Text<>(CallRate.class, CallRate::parse))
                .addDeserializer(ByteSize.class, new Text<>(ByteSize.class, ByteSize::parse))
                .addDeserializer(Path.class, new Text<>(Path.class, Path::of))
                .addDeserializer(MethodList.class, new Methods())
                .addDeserializer(MethodUnits.class, new Units())
                .addDeserializer(Duration.class, new Text<>(Duration.class, ConfigValues::duration))
                .addDeserializer(Fraction.class, new Text<>(Fraction.class, ConfigValues::percent))
                .addDeserializer(TokenAmount.class, new Text<>(TokenAmount.class, ConfigValues::tokens));
    }

    static Duration duration(String text) {
        var matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a duration: write 250ms, 5s, 10m or 1h");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    static Fraction percent(String text) {
        var matcher = PERCENT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a share: write 0.5% or 60%");
        }
        return new Fraction(Double.parseDouble(matcher.group(1)) / 100);
    }

    static TokenAmount tokens(String text) {
        var matcher = TOKENS.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not an amount: write 100 WEIR or 0.0001 WEIR");
        }
        return TokenAmount.ofTokens(matcher.group(1));
    }

    /** Reads a list of patterns; its complaint becomes the message at that line. */
    private static final class Methods extends StdDeserializer<MethodList> {
        private static final long serialVersionUID = 1;

        Methods() {
            super(MethodList.class);
        }

        @Override
        public MethodList deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.isExpectedStartArrayToken()) {
                throw JsonMappingException.from(parser, "methods is a list: write [eth_*, \"!eth_getLogs\"]");
            }
            var patterns = new ArrayList<String>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String text = parser.getValueAsString();
                if (text == null) {
                    throw JsonMappingException.from(parser, "a method is a name or a pattern, not a list or a map");
                }
                patterns.add(text);
            }
            try {
                return new MethodList(patterns);
            } catch (IllegalArgumentException e) {
                throw JsonMappingException.from(parser, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads a map from patterns to numbers; its complaint becomes the message at that item. */
    private static final class Units extends StdDeserializer<MethodUnits> {
        private static final long serialVersionUID = 1;
        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

        Units() {
            super(MethodUnits.class);
        }

        @Override
        public MethodUnits deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.isExpectedStartObjectToken()) {
                throw JsonMappingException.from(parser, "units is a map: write {eth_getLogs: 20, \"debug_*\": 50}");
            }
            var units = new LinkedHashMap<String, Integer>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var pattern = parser.currentName();
                parser.nextToken();
                var text = parser.getValueAsString();
                if (text == null || !NUMBER.matcher(text).matches()) {
                    throw new JsonMappingException(
                            parser,
                            "",
                            new ItemFault("units of " + pattern + " is no whole number: write 20", pattern));
                }
                try {
                    MethodUnits.check(pattern, Integer.parseInt(text));
                } catch (IllegalArgumentException e) {
                    throw new JsonMappingException(parser, "", new ItemFault(String.valueOf(e.getMessage()), pattern));
                }
                units.put(pattern, Integer.parseInt(text));
            }
            try {
                return new MethodUnits(units);
            } catch (IllegalArgumentException e) {
                throw JsonMappingException.from(parser, String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads a scalar through one factory; its complaint becomes the message at that line. */
    private static final class Text<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1;

        private final transient Function<String, T> factory;

        Text(Class<T> type, Function<String, T> factory) {
            super(type);
            this.factory = factory;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            String text = parser.getValueAsString();
            if (text == null) {
                throw JsonMappingException.from(parser, "expected one value, not a list or a map");
            }
            try {
                return factory.apply(text);
            } catch (IllegalArgumentException e) {
                throw JsonMappingException.from(parser, String.valueOf(e.getMessage()));
            }
        }
    }
}
