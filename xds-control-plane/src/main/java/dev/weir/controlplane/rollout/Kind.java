package dev.weir.controlplane.rollout;

/** What an artifact is. Each kind has at most one in force; they stand beside each other. */
public enum Kind {
    /** A latency and an availability predictor. */
    MODEL("model", "prediction", "EWMA"),

    /** What corrects planned shares. */
    NETWORK("policy network", "correction", "the plain plan");

    private final String words;
    private final String answer;
    private final String without;

    Kind(String words, String answer, String without) {
        this.words = words;
        this.answer = answer;
        this.without = without;
    }

    /** As operators read it. */
    public String words() {
        return words;
    }

    /** What one of the kind is asked for. */
    String answer() {
        return answer;
    }

    /** What decides where none of the kind is in force. */
    String without() {
        return without;
    }

    /** The same as a sentence. */
    public String withoutWords() {
        return without + " decides";
    }
}
