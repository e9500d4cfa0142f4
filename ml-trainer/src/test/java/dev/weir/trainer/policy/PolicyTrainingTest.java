package dev.weir.trainer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.scoring.PolicyFeatures;
import dev.weir.trainer.policy.PolicyTraining.Plan;
import dev.weir.trainer.policy.PolicyTraining.Trained;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class PolicyTrainingTest {
    private static final Plan TINY = new Plan(1, 1, 1, 2, 5);

    @Test
    void sameSeed_givesTheSameNetwork_howeverManyThreads() {
        var told = new ArrayList<Integer>();

        var alone = train(1, told);
        var together = train(2, new ArrayList<>());

        assertThat(together.network().parameters())
                .containsExactly(alone.network().parameters());
        assertThat(together.checks()).isEqualTo(alone.checks());
        assertThat(told).containsExactly(1);
    }

    @Test
    void pointThatIsNotBetterThanThePlanner_isLeftForThePlanner() {
        var trained = train(2, new ArrayList<>());

        float[] rows = new float[PolicyFeatures.names().size()];
        Arrays.fill(rows, 1);
        boolean better = trained.checks().getLast().cost() < 0;
        assertThat(trained.network().correct(new float[][] {rows}).orElseThrow()[0] != 0)
                .isEqualTo(better);
    }

    @Test
    void plan_isBounded() {
        assertThatThrownBy(() -> new Plan(0, 1, 1, 1, 1)).hasMessage("generations 0 is not in 1..100000");
        assertThatThrownBy(() -> new Plan(1, 1, 1, 0, 1)).hasMessage("validation 0 is not in 1..100000");
        assertThat(new Plan(10, 4, 3, 1, 1).runs()).isEqualTo(240);
    }

    private static Trained train(int threads, List<Integer> told) {
        try (var executor = Executors.newFixedThreadPool(threads)) {
            return PolicyTraining.run(TINY, executor, (generation, cost) -> told.add(generation));
        }
    }
}
