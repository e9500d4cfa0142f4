package dev.weir.ratelimit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All configured limits, by domain. Immutable: a reload makes a new one. */
public record Limits(Map<String, LimitLevel> domains) {
    public Limits {
        domains = Map.copyOf(domains);
    }

    public boolean knows(String domain) {
        return domains.containsKey(domain);
    }

    /**
     * The rule for a descriptor and the counter that it is counted under. As in envoyproxy/ratelimit a rule applies only
     * where the descriptor has exactly as many entries as the rule is deep; every distinct value has its own counter.
     */
    Optional<Match> match(String domain, Descriptor descriptor) {
        LimitLevel level = domains.get(domain);
        if (level == null) {
            return Optional.empty();
        }
        Rate override = descriptor.override();
        Rule rule = override == null ? ruleOf(level, descriptor.entries()) : brought(override, descriptor);
        return Optional.ofNullable(rule).map(found -> new Match(found, counterOf(domain, found, descriptor)));
    }

    private static @Nullable Rule ruleOf(LimitLevel top, List<Descriptor.Entry> entries) {
        LimitLevel level = top;
        Rule rule = null;
        for (Descriptor.Entry entry : entries) {
            LimitEntry found = level.find(entry);
            if (found == null) {
                return null;
            }
            rule = found.rule();
            level = found.below();
        }
        return rule;
    }

    private static Rule brought(Rate override, Descriptor descriptor) {
        return new Rule(Rule.nameOf(descriptor.keys()), override, false);
    }

    private static CounterKey counterOf(String domain, Rule rule, Descriptor descriptor) {
        return switch (rule.allowance()) {
            case Rate rate -> CounterKey.of(domain, rate.unit(), descriptor.entries());
            case Allowance.Unlimited unlimited -> CounterKey.NONE;
        };
    }

    /** What {@link #match} found. */
    record Match(Rule rule, CounterKey counter) {}
}
