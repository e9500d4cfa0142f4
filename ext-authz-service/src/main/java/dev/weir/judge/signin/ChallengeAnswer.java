package dev.weir.judge.signin;

/** What becomes of the wish to sign in. */
public sealed interface ChallengeAnswer permits ChallengeAnswer.Issued, Refused {
    /** @param message to be signed as it is (EIP-191) */
    record Issued(String message) implements ChallengeAnswer {}
}
