package dev.weir.balancing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.weir.model.NodeId;
import dev.weir.model.TokenAmount;
import dev.weir.scoring.FeatureSchema;
import dev.weir.scoring.FeatureVector;
import dev.weir.scoring.PolicyFeatures;
import dev.weir.scoring.PolicyNetwork;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NetworkCorrectionsTest {
    private static final List<Candidate> THREE = List.of(candidate("a", 1), candidate("b", 2), candidate("c", 3));
    private static final Optional<FeatureVector> SEEN = Optional.of(
            new FeatureVector(Collections.nCopies(FeatureSchema.names().size(), 0f)));

    private final NetworkCorrections corrections = new NetworkCorrections(new Objective(1, 1, 0.5));

    @Test
    void shares_areMultipliedByTheCorrections_andScaledBack() {
        var corrected = correct(says(0.5f, 0, -0.5f), planned(0.2, 0.3, 0.5));

        double a = 0.2 * Math.exp(1);
        double c = 0.5 * Math.exp(-1);
        double all = a + 0.3 + c;
        assertThat(corrected.get(0).share()).isCloseTo(a / all, within(1e-6));
        assertThat(corrected.get(1).share()).isCloseTo(0.3 / all, within(1e-6));
        assertThat(corrected.get(2).share()).isCloseTo(c / all, within(1e-6));
    }

    @Test
    void contributions_stillAddUp_andNameTheNetwork() {
        var corrected = correct(says(0.25f, 0, -0.5f), planned(0.2, 0.3, 0.5));

        assertThat(corrected).allSatisfy(proposal -> {
            assertThat(proposal.parts().getLast().name()).isEqualTo("policy network");
            assertThat(proposal.parts().stream()
                            .mapToDouble(Contribution::value)
                            .sum())
                    .isCloseTo(proposal.share(), within(1e-12));
        });
    }

    @Test
    void zeros_areThePlanItself() {
        var planned = planned(0.2, 0.3, 0.5);

        assertThat(correct(says(0, 0, 0), planned)).isSameAs(planned);
    }

    @Test
    void sameCorrectionForAll_isNone() {
        var planned = planned(0.2, 0.3, 0.5);

        assertThat(correct(says(0.9f, 0.9f, 0.9f), planned)).isSameAs(planned);
    }

    @Test
    void correction_isBounded() {
        var corrected = correct(says(1, -1, -1), planned(0.2, 0.4, 0.4));

        // Twice the reach lies between the two; e^2 is as far as one goes.
        assertThat(corrected.getFirst().share() / corrected.getLast().share())
                .isCloseTo(0.5 * Math.exp(NetworkCorrections.REACH), within(1e-6));
    }

    @Test
    void nodeOfWhichNothingIsKnown_isNotCorrected() {
        var known = Set.of(new NodeId("a"), new NodeId("b"));

        var corrected = corrections.of(
                Optional.of(says(0, 0.5f, 1)),
                THREE,
                node -> known.contains(node) ? SEEN : Optional.empty(),
                planned(0.2, 0.3, 0.5));

        assertThat(corrected.getLast().share() / corrected.getFirst().share()).isCloseTo(2.5, within(1e-9));
        assertThat(corrected.get(1).share() / corrected.getFirst().share()).isCloseTo(1.5 * Math.E, within(1e-6));
    }

    @Test
    void smallMoves_areNotFollowed_untilTheyAddUp() {
        var first = shares(correct(says(0.5f, 0, -0.5f), planned(0.2, 0.3, 0.5)));

        assertThat(shares(correct(says(0.55f, 0, -0.45f), planned(0.2, 0.3, 0.5))))
                .isEqualTo(first);
        assertThat(shares(correct(says(0.58f, 0, -0.5f), planned(0.2, 0.3, 0.5))))
                .isNotEqualTo(first);
    }

    @Test
    void correctionAsGoodAsNone_isNone() {
        var planned = planned(0.2, 0.3, 0.5);

        assertThat(correct(says(0.07f, 0, -0.07f), planned)).isSameAs(planned);
    }

    @Test
    void sharesThatAreBroughtNear_becomeEqual() {
        // From 1 : 2 : 4 to about 1.2 : 1.2 : 4.
        var corrected = correct(says(0.33f, 0, 0.25f), planned(1 / 7.0, 2 / 7.0, 4 / 7.0));

        assertThat(corrected.get(0).share()).isEqualTo(corrected.get(1).share());
        assertThat(corrected.get(2).share()).isGreaterThan(2 * corrected.get(1).share());
    }

    @Test
    void networkThatSaysNothingLegal_leavesThePlan() {
        var planned = planned(0.2, 0.3, 0.5);

        assertThat(correct(rows -> Optional.empty(), planned)).isSameAs(planned);
        assertThat(correct(says(0.5f, Float.NaN, 0), planned)).isSameAs(planned);
        assertThat(correct(says(0.5f, -1.5f, 0), planned)).isSameAs(planned);
        assertThat(correct(says(0.5f, 0), planned)).isSameAs(planned);
        assertThat(correct(says(0.5f, 0, 0, 0), planned)).isSameAs(planned);
        assertThat(corrections.of(Optional.empty(), THREE, node -> SEEN, planned))
                .isSameAs(planned);
    }

    @Test
    void network_seesThePlanAndThePrice_asFarAsTheObjectiveMindsIt() {
        var rows = new ArrayList<float[]>();

        correct(
                seen -> {
                    rows.addAll(List.of(seen));
                    return Optional.empty();
                },
                planned(0.2, 0.3, 0.5));

        assertThat(rows).hasSize(3);
        assertThat(rows.getLast()[PolicyFeatures.names().indexOf("log-price-beside-crowd")])
                .isCloseTo((float) (0.5 * Math.log(1.5)), within(1e-6f));
        assertThat(rows.getFirst()[PolicyFeatures.names().indexOf("log-planned-share-beside-even")])
                .isCloseTo((float) Math.log(0.6), within(1e-6f));
    }

    private List<Planner.Proposal> correct(PolicyNetwork network, List<Planner.Proposal> planned) {
        return corrections.of(Optional.of(network), THREE, node -> SEEN, planned);
    }

    private static List<Double> shares(List<Planner.Proposal> proposals) {
        return proposals.stream().map(Planner.Proposal::share).toList();
    }

    private static PolicyNetwork says(float... corrections) {
        return rows -> Optional.of(corrections);
    }

    private static List<Planner.Proposal> planned(double... shares) {
        var proposals = new ArrayList<Planner.Proposal>();
        for (double share : shares) {
            proposals.add(new Planner.Proposal(share, 10, 0, List.of(new Contribution("even share", share))));
        }
        return proposals;
    }

    private static Candidate candidate(String name, int price) {
        return new Candidate(new NodeId(name), new TokenAmount(BigInteger.valueOf(price)), true, Optional.empty());
    }
}
