package dev.weir.controlplane.operator;

/** Why an operator changes something, as it goes to the audit log. */
public final class Reason {
    private static final int MAX = 200;

    private Reason() {}

    /** @throws IllegalArgumentException where it is not one line of 1 to 200 characters */
    public static String checked(String reason) {
        if (reason.isBlank() || reason.length() > MAX || reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("reason: one line of 1 to " + MAX + " characters is needed");
        }
        return reason;
    }
}
