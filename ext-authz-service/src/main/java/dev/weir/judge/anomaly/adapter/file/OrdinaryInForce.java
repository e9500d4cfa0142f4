package dev.weir.judge.anomaly.adapter.file;

import dev.weir.judge.anomaly.OrdinaryPoints;
import dev.weir.scoring.adapter.csv.CallersFile;
import dev.weir.scoring.adapter.csv.CallersFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/**
 * What the score takes for ordinary: what this gateway's training published, or else what is shipped. A published file that cannot be used is
 * named and the shipped one taken, as with models: the score goes on, by what is known to be sound.
 *
 * @param points one per caller and moment
 * @param trained whether it is this gateway's own
 * @param fault why what was published is not used; empty where it is, or nothing was
 */
public record OrdinaryInForce(List<double[]> points, boolean trained, String fault) {
    private static final String SHIPPED = "ordinary.csv";

    public OrdinaryInForce {
        points = List.copyOf(points);
        Objects.requireNonNull(fault, "fault is null");
    }

    public static OrdinaryInForce of(CallersFolder folder) {
        try {
            var published = folder.inForce();
            return published.isPresent()
                    ? new OrdinaryInForce(OrdinaryPoints.of(published.get()), true, "")
                    : new OrdinaryInForce(shipped(), false, "");
        } catch (IOException e) {
            return new OrdinaryInForce(shipped(), false, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            var fault = folder.published() + ": " + e.getMessage()
                    + ". Remove the file, or make it anew with ./weir train callers";
            return new OrdinaryInForce(shipped(), false, fault);
        }
    }

    private static List<double[]> shipped() {
        try (var in = Objects.requireNonNull(OrdinaryPoints.class.getResourceAsStream(SHIPPED), SHIPPED)) {
            return OrdinaryPoints.of(CallersFile.read(in, SHIPPED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
