package dev.weir.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.config.Heads;
import dev.weir.controlplane.fleet.Head.Standing;
import dev.weir.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class HeadAgreementTest {
    private static final Heads LAG_5 = new Heads(OptionalInt.of(5), OptionalLong.of(1), Duration.ofSeconds(1));

    @Test
    void whoIsMoreThanLagBehind_isOut_andSaysByHowMuch() {
        var agreement = of(own("a", 107), own("b", 107), own("c", 102), own("d", 100));

        assertThat(agreement.agreed()).contains(107L);
        assertThat(head(agreement, "a")).isEqualTo(fresh(107, 0, "at block 107"));
        assertThat(head(agreement, "c")).isEqualTo(fresh(102, 5, "at block 102, 5 behind"));
        assertThat(head(agreement, "d"))
                .isEqualTo(new Head(Standing.BEHIND, Optional.of(100L), Optional.of(7L), "7 blocks behind"));
        assertThat(agreement.guard()).isEmpty();
    }

    @Test
    void liarWhoClaimsAFarHead_drainsNobody() {
        var agreement = of(own("a", 100), own("b", 101), own("liar", 9_000_000));

        assertThat(outOf(agreement)).isEmpty();
        assertThat(head(agreement, "liar").words())
                .isEqualTo("at block 9000000, 8999899 ahead of what the others agree on");
    }

    @Test
    void strangers_howeverMany_areNotHeard_whereTheOperatorNamesTwo() {
        var agreement = of(
                own("a", 100),
                own("b", 100),
                stranger("s1", 9_000_000),
                stranger("s2", 9_000_000),
                stranger("s3", 9_000_000));

        assertThat(outOf(agreement)).isEmpty();
    }

    @Test
    void strangers_areNotHeard_whileOneOfTheOperatorsTwoIsSilent() {
        var agreement =
                of(own("a", 100), silent(own("b", 100), "gone"), stranger("s1", 9_000_000), stranger("s2", 9_000_000));

        assertThat(outOf(agreement)).isEmpty();
    }

    /** That an address is known does not say that somebody is there. */
    @Test
    void whoIsBehind_serves_whereTheOtherSaysNothingAnyMore() {
        var stands = Optional.of(200L);
        var claims = List.of(own("a", 200), silent(own("b", 200), "gone"), was(own("c", 100)));
        assertThat(outOf(HeadAgreement.of(LAG_5, claims, stands))).containsExactly("c");

        var alone =
                List.of(silent(own("a", 200), "gone"), silent(own("b", 200), "gone"), was(silent(own("c", 100), "x")));
        assertThat(outOf(HeadAgreement.of(LAG_5, alone, stands))).isEmpty();
    }

    @Test
    void ofTwo_whoJumpsAhead_isNotBelieved_andThatIsSaid() {
        var agreement = of(own("a", 100), own("b", 5_000, 7));

        assertThat(outOf(agreement)).isEmpty();
        assertThat(agreement.guard().orElseThrow().detail())
                .isEqualTo("b and a are 4900 blocks apart, and no third says who is right: both are sent calls");
    }

    @Test
    void ofTwo_whoStoodStillWhileTheOtherWasSeenToGrow_isOut() {
        var stuck = claim("a", true, 100, List.of(1L, 2L));

        assertThat(outOf(of(stuck, own("b", 106, 3, 4, 5, 6, 7)))).isEmpty();
        assertThat(outOf(of(stuck, own("b", 106, 3, 4, 5, 6, 7, 8)))).containsExactly("a");
        assertThat(outOf(of(stuck, stranger("s", 106, 3, 4, 5, 6, 7, 8)))).isEmpty();
    }

    @Test
    void whoWasOut_isBack_onceItLacksHalfTheLag() {
        assertThat(outOf(of(own("a", 100), own("b", 100), was(own("c", 97))))).containsExactly("c");
        assertThat(outOf(of(own("a", 100), own("b", 100), was(own("c", 98))))).isEmpty();
    }

    @Test
    void whoDoesNotSay_isNotBehind_butWhoWasBehind_staysOut() {
        var agreement = of(
                own("a", 200),
                own("b", 200),
                silent(own("c", 100), "it does not answer eth_blockNumber in time"),
                was(silent(own("d", 100), "nobody answers at its address")));

        assertThat(head(agreement, "c"))
                .isEqualTo(new Head(
                        Standing.UNKNOWN,
                        Optional.of(100L),
                        Optional.empty(),
                        "its head is unknown: it does not answer eth_blockNumber in time"));
        assertThat(head(agreement, "d").words()).isEqualTo("100 blocks behind when it last said its head");
        assertThat(outOf(agreement)).containsExactly("d");
    }

    @Test
    void whatWasAgreed_stands_whileOneStillHasIt() {
        var claims = List.of(own("a", 110), silent(own("b", 110), "gone"), was(own("c", 103)));

        assertThat(outOf(HeadAgreement.of(LAG_5, claims, Optional.of(110L)))).containsExactly("c");
        assertThat(outOf(HeadAgreement.of(LAG_5, claims, Optional.empty()))).isEmpty();
        assertThat(outOf(HeadAgreement.of(LAG_5, claims, Optional.of(200L))))
                .as("nobody has it any more")
                .isEmpty();
    }

    @Test
    void headThatGoesBackForAll_drainsNobody() {
        var agreement = HeadAgreement.of(LAG_5, List.of(own("a", 3), own("b", 3), own("c", 2)), Optional.of(5_000L));

        assertThat(outOf(agreement)).isEmpty();
        assertThat(agreement.agreed()).contains(3L);
    }

    @Test
    void otherChain_isOut_whoeverElseIsThere_andHasNoVote() {
        var foreign = onChain(own("c", 5_000_000), 5);
        var agreement = of(own("a", 100), own("b", 100), foreign);

        assertThat(head(agreement, "c").words()).isEqualTo("on chain 5, not 1");
        assertThat(outOf(agreement)).containsExactly("c");
        assertThat(outOf(of(foreign))).containsExactly("c");
    }

    @Test
    void whereNobodyElseServes_thoseBehindDo() {
        var agreement = of(dead(own("a", 200)), dead(own("b", 200)), own("c", 100));

        assertThat(outOf(agreement)).isEmpty();
        assertThat(head(agreement, "c").standing()).isEqualTo(Standing.SPARED);
        assertThat(agreement.guard().orElseThrow().detail())
                .isEqualTo("1 that are behind are sent calls, as nobody else serves");
    }

    @Test
    void loneEndpoint_isNeverBehind() {
        assertThat(head(of(own("a", 100)), "a").words()).isEqualTo("at block 100, which no other confirms");
    }

    /** Of any claims: somebody of the right chain is left, and one liar among three or more drains no honest one. */
    @Test
    void anyClaims_leaveSomebody_andOneLiarDrainsNoHonestOne() {
        var random = new SplittableRandom(7);
        for (int trial = 0; trial < 20_000; trial++) {
            int honest = 2 + random.nextInt(6);
            var claims = new ArrayList<HeadClaim>();
            long head = 1_000 + random.nextInt(100);
            for (int i = 0; i < honest; i++) {
                claims.add(own("h" + i, head - random.nextInt(6)));
            }
            claims.add(random.nextInt(honest + 1), own("liar", random.nextLong(Long.MAX_VALUE)));

            assertThat(outOf(of(claims.toArray(HeadClaim[]::new))))
                    .as("%s", claims)
                    .isSubsetOf("liar");

            var any = new ArrayList<HeadClaim>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                var one = claim("n" + i, random.nextBoolean(), random.nextInt(40), List.of((long) random.nextInt(9)));
                one = random.nextInt(3) == 0 ? silent(one, "gone") : one;
                one = random.nextInt(3) == 0 ? was(one) : one;
                any.add(random.nextInt(3) == 0 ? dead(one) : one);
            }
            var agreement = HeadAgreement.of(LAG_5, any, Optional.of((long) random.nextInt(60)));
            assertThat(any.stream().noneMatch(HeadClaim::live)
                            || any.stream()
                                    .anyMatch(one -> one.live()
                                            && !head(agreement, one.node().value())
                                                    .out()))
                    .as("%s", any)
                    .isTrue();
        }
    }

    private static HeadAgreement of(HeadClaim... claims) {
        return HeadAgreement.of(LAG_5, List.of(claims), Optional.empty());
    }

    private static Head head(HeadAgreement agreement, String node) {
        return Optional.ofNullable(agreement.heads().get(new NodeId(node))).orElseThrow();
    }

    private static Head fresh(long block, long behind, String words) {
        return new Head(Standing.FRESH, Optional.of(block), Optional.of(behind), words);
    }

    private static List<String> outOf(HeadAgreement agreement) {
        return agreement.heads().entrySet().stream()
                .filter(entry -> entry.getValue().out())
                .map(entry -> entry.getKey().value())
                .sorted()
                .toList();
    }

    private static HeadClaim own(String node, long block, long... moves) {
        return claim(node, true, block, LongStream.of(moves).boxed().toList());
    }

    private static HeadClaim stranger(String node, long block, long... moves) {
        return claim(node, false, block, LongStream.of(moves).boxed().toList());
    }

    private static HeadClaim claim(String node, boolean own, long block, List<Long> moves) {
        return new HeadClaim(
                new NodeId(node),
                own,
                true,
                Optional.of(new HeadReport(block, OptionalLong.of(1))),
                Optional.empty(),
                false,
                moves);
    }

    private static HeadClaim silent(HeadClaim one, String why) {
        return new HeadClaim(
                one.node(), one.own(), one.live(), one.last(), Optional.of(why), one.wasOut(), one.moves());
    }

    private static HeadClaim was(HeadClaim one) {
        return new HeadClaim(one.node(), one.own(), one.live(), one.last(), one.trouble(), true, one.moves());
    }

    private static HeadClaim dead(HeadClaim one) {
        return new HeadClaim(one.node(), one.own(), false, one.last(), one.trouble(), one.wasOut(), one.moves());
    }

    private static HeadClaim onChain(HeadClaim one, long chain) {
        var last = one.last().map(report -> new HeadReport(report.block(), OptionalLong.of(chain)));
        return new HeadClaim(one.node(), one.own(), one.live(), last, one.trouble(), one.wasOut(), one.moves());
    }
}
