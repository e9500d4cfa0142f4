package dev.weir.config;

import dev.weir.model.TokenAmount;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What another configuration changes, in words: a line an item, such as {@code api quotes: access wallet -> public} or {@code pool cloud: endpoint b added}. APIs, pools and endpoints are
 * told apart by their names. No line has a secret in it: of headers, paths and what state and chain are reached by it says only that they change.
 */
public final class ConfigChanges {
    private final List<String> lines = new ArrayList<>();

    private ConfigChanges() {}

    /** Empty where both say the same. */
    public static List<String> between(WeirConfig before, WeirConfig after) {
        var changes = new ConfigChanges();
        changes.items("api ", named(before.apis(), WeirConfig.Api::name), named(after.apis(), WeirConfig.Api::name));
        changes.items(
                "pool ", named(before.pools(), WeirConfig.Pool::name), named(after.pools(), WeirConfig.Pool::name));
        changes.parts("edge", before.edge(), after.edge());
        changes.parts("weights", before.weights(), after.weights());
        changes.parts("rollout", before.rollout(), after.rollout());
        changes.hidden("chain", before.chain(), after.chain());
        changes.hidden("state", before.state(), after.state());
        changes.parts("auth", before.auth(), after.auth());
        return List.copyOf(changes.lines);
    }

    /** What of them only a restart brings into force: each item that differs. */
    public static List<String> needingRestart(WeirConfig before, WeirConfig after) {
        var items = new ArrayList<String>();
        if (!before.chain().equals(after.chain())) {
            items.add("chain");
        }
        if (!before.state().equals(after.state())) {
            items.add("state");
        }
        if (!before.auth().equals(after.auth())) {
            items.add("auth");
        }
        if (!before.weights().tick().equals(after.weights().tick())) {
            items.add("weights.tick");
        }
        return List.copyOf(items);
    }

    private static <T> Map<String, T> named(List<T> items, Function<T, ?> name) {
        return items.stream()
                .collect(Collectors.toMap(
                        item -> name.apply(item).toString(), item -> item, (one, other) -> one, LinkedHashMap::new));
    }

    private <T> void items(String kind, Map<String, T> before, Map<String, T> after) {
        var names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (var name : names) {
            var was = before.get(name);
            var is = after.get(name);
            if (was == null) {
                lines.add(kind + name + " added");
            } else if (is == null) {
                lines.add(kind + name + " removed");
            } else {
                parts(kind + name + ":", was, is);
            }
        }
    }

    /** Each part of a record by itself. */
    private void parts(String where, Object before, Object after) {
        for (var part : before.getClass().getRecordComponents()) {
            if (!part.getName().equals("name")) {
                part(where, part.getName(), value(part, before), value(part, after));
            }
        }
    }

    private void part(String where, String name, @Nullable Object before, @Nullable Object after) {
        if (Objects.equals(before, after)) {
            return;
        }
        switch (name) {
            case "endpoints" -> items(where + " endpoint ", endpoints(before), endpoints(after));
            case "headers" -> {
                if (before instanceof HeaderEdits one && after instanceof HeaderEdits other) {
                    edits(where + " request", one.request(), other.request());
                    edits(where + " response", one.response(), other.response());
                } else {
                    headers(where, texts(before), texts(after));
                }
            }
            case "url" -> url(where, before, after);
            default -> {
                if (before instanceof Record && after instanceof Record && !isWord(before)) {
                    parts(where + " " + name, before, after);
                } else {
                    lines.add(where + " " + name + " " + word(before) + " -> " + word(after));
                }
            }
        }
    }

    private void hidden(String name, Object before, Object after) {
        if (!before.equals(after)) {
            lines.add(name + " changed");
        }
    }

    private void url(String where, @Nullable Object before, @Nullable Object after) {
        lines.add(
                Objects.toString(before).equals(Objects.toString(after))
                        ? where + " the path of its url changed"
                        : where + " url " + before + " -> " + after);
    }

    private void headers(String where, Map<String, ?> before, Map<String, ?> after) {
        var names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        for (var name : names) {
            if (!Objects.equals(before.get(name), after.get(name))) {
                lines.add(where + " header " + name + " "
                        + (before.containsKey(name) ? after.containsKey(name) ? "changed" : "removed" : "added"));
            }
        }
    }

    private void edits(String where, HeaderEdits.Edits before, HeaderEdits.Edits after) {
        headers(where, before.set(), after.set());
        if (!before.remove().equals(after.remove())) {
            lines.add(where + " headers removed " + before.remove() + " -> " + after.remove());
        }
    }

    private static Map<String, Upstream> endpoints(@Nullable Object list) {
        var endpoints = new LinkedHashMap<String, Upstream>();
        if (list instanceof List<?> all) {
            all.forEach(each -> {
                if (each instanceof Upstream upstream) {
                    endpoints.put(upstream.name().value(), upstream);
                }
            });
        }
        return endpoints;
    }

    private static Map<String, Object> texts(@Nullable Object map) {
        var texts = new LinkedHashMap<String, Object>();
        if (map instanceof Map<?, ?> all) {
            all.forEach((name, text) -> texts.put(String.valueOf(name), text));
        }
        return texts;
    }

    private static @Nullable Object value(RecordComponent part, Object of) {
        try {
            return part.getAccessor().invoke(of);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a component of a record of ours can be read", e);
        }
    }

    /** Of one value, however many parts it is made of: told whole. */
    private static boolean isWord(Object value) {
        return value.getClass().getRecordComponents().length == 1
                || value instanceof WeirConfig.Access
                || value instanceof Network
                || value instanceof HostCertificate;
    }

    private static String word(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case Optional<?> some -> word(some.orElse(null));
            case OptionalInt some -> some.isPresent() ? String.valueOf(some.getAsInt()) : "none";
            case OptionalDouble some -> some.isPresent() ? number(some.getAsDouble()) : "none";
            case Double some -> number(some);
            case Enum<?> some -> some.name().toLowerCase(Locale.ROOT).replace('_', '-');
            case List<?> some -> some.stream().map(ConfigChanges::word).toList().toString();
            case Duration some -> duration(some);
            case Fraction some -> number(some.value() * 100) + "%";
            case TokenAmount some -> some.toTokens();
            case WeirConfig.Access some -> access(some);
            case HostCertificate some -> some.hosts().toString();
            case Record some
            when some.getClass().getRecordComponents().length == 1 ->
                word(value(some.getClass().getRecordComponents()[0], some));
            case Record some ->
                List.of(some.getClass().getRecordComponents()).stream()
                        .map(part -> part.getName() + " " + word(value(part, some)))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }

    private static String access(WeirConfig.Access access) {
        return access.isPublic()
                ? "public"
                : "wallet"
                        + access.stake()
                                .map(stake -> " with a stake of " + stake.toTokens())
                                .orElse("");
    }

    private static String number(double number) {
        return BigDecimal.valueOf(number)
                .setScale(6, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String duration(Duration time) {
        long millis = time.toMillis();
        return millis % 1_000 != 0
                ? millis + "ms"
                : millis % 3_600_000 == 0 && millis > 0
                        ? millis / 3_600_000 + "h"
                        : millis % 60_000 == 0 && millis > 0 ? millis / 60_000 + "m" : millis / 1_000 + "s";
    }
}
