package dev.weir.controlplane.fleet;

import static java.util.Comparator.comparing;

import dev.weir.balancing.GuardFired;
import dev.weir.config.Heads;
import dev.weir.controlplane.fleet.Head.Standing;
import dev.weir.model.NodeId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Who of an API's endpoints is behind. Nobody can say how long a chain is but those who are asked, and one of them may lie or err: so one alone never decides.
 *
 * <ul>
 *   <li>The agreed head is the highest that half of them have, and two at least. Whoever claims a far head is alone with it, and drains nobody. Where two or more endpoints are
 *       named by URL these decide: whoever registers many nodes must not outvote the operator's own.
 *   <li>Of two, the lower decides, but where it stood still while the other, named by URL, was seen to grow more often than {@code lag} (ten times at most): so is an endpoint that
 *       hangs behind a far longer one found without a third. One jump is no growth.
 *   <li>Behind is who lacks more than {@code lag} blocks of that; it is back once it lacks half of it at most, so that who lags by just as much does not flap. A head may go back, as in a
 *       reorganisation, as far.
 *   <li>Who does not say where it is is not behind. But who was behind stays out until it has said that it caught up.
 *   <li>Where nobody else is left to serve, those behind serve. Those of another chain never do: what they answer would be wrong, and they can be told from a lie of the others.
 * </ul>
 *
 * @param agreed by the endpoints that answer now, without what was agreed before
 * @param guard what is not decided, or not done, in words
 */
record HeadAgreement(Optional<Long> agreed, Map<NodeId, Head> heads, Optional<GuardFired> guard) {
    private static final int ENOUGH_MOVES = 10;
    private static final String GUARD = "heads";
    private static final Head NONE = new Head(Standing.UNKNOWN, Optional.empty(), Optional.empty(), "not asked");

    HeadAgreement {
        heads = Map.copyOf(heads);
    }

    /** @param before what was agreed a while ago: stands where one of those who answer still has it, and the others fell silent or behind meanwhile */
    static HeadAgreement of(Heads terms, List<HeadClaim> claims, Optional<Long> before) {
        var voters = voters(terms, claims);
        var agreed = agreed(terms, voters);
        var stands = before.filter(
                head -> head > agreed.orElse(-1L) && voters.stream().anyMatch(voter -> voter.block() >= head));
        var heads = new TreeMap<NodeId, Head>();
        claims.forEach(claim -> heads.put(claim.node(), head(terms, claim, stands.or(() -> agreed))));
        boolean served = claims.stream().anyMatch(claim -> serves(claim) && !out(heads, claim));
        var spared = claims.stream()
                .filter(claim -> !served
                        && claim.live()
                        && heads.getOrDefault(claim.node(), NONE).standing() == Standing.BEHIND)
                .map(HeadClaim::node)
                .toList();
        spared.forEach(node -> heads.computeIfPresent(node, (any, head) -> spared(head)));
        return new HeadAgreement(agreed, heads, guard(terms, voters, agreed, stands, spared));
    }

    /** Nobody tells whether one by URL is there: one that said its head and says nothing any more is not counted on. */
    private static boolean serves(HeadClaim claim) {
        return claim.live() && (!claim.own() || claim.fresh() || claim.last().isEmpty());
    }

    private static boolean out(Map<NodeId, Head> heads, HeadClaim claim) {
        return heads.getOrDefault(claim.node(), NONE).out();
    }

    private static List<HeadClaim> voters(Heads terms, List<HeadClaim> claims) {
        var all = claims.stream()
                .filter(claim -> claim.fresh() && !otherChain(terms, claim))
                .sorted(comparing(HeadClaim::block).reversed())
                .toList();
        // Counted whether they answer or not: strangers do not decide because one of two is silent.
        boolean ownDecide = claims.stream().filter(HeadClaim::own).count() > 1;
        return ownDecide ? all.stream().filter(HeadClaim::own).toList() : all;
    }

    /** @param voters the highest first */
    private static Optional<Long> agreed(Heads terms, List<HeadClaim> voters) {
        if (voters.size() < 2) {
            return Optional.empty();
        }
        if (voters.size() == 2) {
            return Optional.of(voters.get(outgrown(terms, voters) ? 0 : 1).block());
        }
        return Optional.of(voters.get((voters.size() + 1) / 2 - 1).block());
    }

    private static boolean outgrown(Heads terms, List<HeadClaim> two) {
        return two.getFirst().own()
                && two.getFirst().movesSince(two.getLast()) > Math.min(terms.blocks(), ENOUGH_MOVES);
    }

    private static boolean otherChain(Heads terms, HeadClaim claim) {
        var chain = claim.last().map(HeadReport::chain).stream()
                .flatMapToLong(said -> said.stream())
                .findFirst();
        return terms.chain().isPresent()
                && chain.isPresent()
                && chain.getAsLong() != terms.chain().getAsLong();
    }

    private static Head head(Heads terms, HeadClaim claim, Optional<Long> agreed) {
        var block = claim.last().map(HeadReport::block);
        var behind = agreed.flatMap(head -> block.map(own -> head - own));
        if (otherChain(terms, claim)) {
            var words = "on chain " + claim.last().orElseThrow().chain().orElseThrow() + ", not "
                    + terms.chain().orElseThrow();
            return new Head(Standing.OTHER_CHAIN, block, Optional.empty(), words);
        }
        long most = claim.wasOut() ? terms.blocks() / 2 : terms.blocks();
        boolean far = behind.isPresent() && behind.get() > most;
        if (!claim.fresh()) {
            return far && claim.wasOut()
                    ? new Head(
                            Standing.BEHIND, block, behind, blocks(behind.get()) + " behind when it last said its head")
                    : new Head(
                            Standing.UNKNOWN,
                            block,
                            Optional.empty(),
                            "its head is unknown: " + claim.trouble().orElse("it was not asked yet"));
        }
        return far
                ? new Head(Standing.BEHIND, block, behind, blocks(behind.get()) + " behind")
                : new Head(Standing.FRESH, block, behind, "at block " + claim.block() + near(terms, behind));
    }

    private static String near(Heads terms, Optional<Long> behind) {
        if (behind.isEmpty()) {
            return ", which no other confirms";
        }
        long blocks = behind.get();
        return blocks > 0
                ? ", " + blocks + " behind"
                : blocks < -terms.blocks() ? ", " + -blocks + " ahead of what the others agree on" : "";
    }

    private static Head spared(Head head) {
        return new Head(
                Standing.SPARED,
                head.block(),
                head.behind(),
                head.words() + "; sent calls all the same, as nobody else serves");
    }

    private static Optional<GuardFired> guard(
            Heads terms, List<HeadClaim> voters, Optional<Long> agreed, Optional<Long> stands, List<NodeId> spared) {
        if (!spared.isEmpty()) {
            return Optional.of(
                    new GuardFired(GUARD, spared.size() + " that are behind are sent calls, as nobody else serves"));
        }
        if (voters.size() != 2 || stands.isPresent()) {
            return Optional.empty();
        }
        var high = voters.getFirst();
        long apart = high.block() - voters.getLast().block();
        return apart <= terms.blocks() || agreed.equals(Optional.of(high.block()))
                ? Optional.empty()
                : Optional.of(new GuardFired(
                        GUARD,
                        high.node() + " and " + voters.getLast().node() + " are " + blocks(apart)
                                + " apart, and no third says who is right: both are sent calls"));
    }

    private static String blocks(long count) {
        return count == 1 ? "1 block" : count + " blocks";
    }
}
