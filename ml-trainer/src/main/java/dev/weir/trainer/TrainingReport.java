package dev.weir.trainer;

import dev.weir.scoring.ModelDigest;
import java.util.Locale;

/** How a training ended. */
public sealed interface TrainingReport {
    /** For the terminal. */
    String inWords();

    record TooLittleData(int found, int needed) implements TrainingReport {
        @Override
        public String inWords() {
            return "not trained: " + needed + " windows are needed and " + found
                    + " are recorded. Let ./weir traffic run for some minutes, then try again.";
        }
    }

    record NotBetter(Evaluation evaluation) implements TrainingReport {
        @Override
        public String inWords() {
            return figures(evaluation)
                    + "\nnot published: on these windows the model is not surely better than EWMA. EWMA goes on.";
        }
    }

    record Published(ModelDigest digest, Evaluation evaluation) implements TrainingReport {
        @Override
        public String inWords() {
            return figures(evaluation) + "\npublished " + digest + "; the control plane takes it over within seconds.";
        }
    }

    private static String figures(Evaluation evaluation) {
        return String.format(
                Locale.ROOT,
                "on %,d windows it was not trained on     model      EWMA%n"
                        + "  latency, error of the logarithm        %.4f     %.4f   (gain at least %+.4f, 95 %%)%n"
                        + "  failures, Brier score                  %.4f     %.4f",
                evaluation.windows(),
                evaluation.modelLatencyError(),
                evaluation.ewmaLatencyError(),
                evaluation.gainLow(),
                evaluation.modelBrier(),
                evaluation.ewmaBrier());
    }
}
