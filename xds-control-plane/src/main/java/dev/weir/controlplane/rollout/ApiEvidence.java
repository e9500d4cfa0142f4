package dev.weir.controlplane.rollout;

import dev.weir.model.ApiName;
import java.util.List;
import java.util.Objects;

/**
 * Both arms of one API over the same time.
 *
 * @param regrets one for each measure that both arms have enough calls for
 */
public record ApiEvidence(ApiName api, ArmEvidence baseline, ArmEvidence candidate, List<Regret> regrets) {
    public ApiEvidence {
        Objects.requireNonNull(api, "api is null");
        Objects.requireNonNull(baseline, "baseline is null");
        Objects.requireNonNull(candidate, "candidate is null");
        regrets = List.copyOf(regrets);
    }
}
