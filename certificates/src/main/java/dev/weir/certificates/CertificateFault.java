package dev.weir.certificates;

/** A certificate or key that is not used. The message names the file, says what is wrong with it, and how to mend it; never what is in a key. */
public final class CertificateFault extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    CertificateFault(String message) {
        super(message);
    }
}
