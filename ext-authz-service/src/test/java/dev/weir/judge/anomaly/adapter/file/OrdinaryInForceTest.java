package dev.weir.judge.anomaly.adapter.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.judge.anomaly.OrdinaryPoints;
import dev.weir.scoring.OrdinaryCallers;
import dev.weir.scoring.adapter.csv.CallersFile;
import dev.weir.scoring.adapter.csv.CallersFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OrdinaryInForceTest {
    @TempDir
    private Path folder;

    private CallersFolder callers;

    @BeforeEach
    void open() {
        callers = new CallersFolder(folder);
    }

    @Test
    void withoutTraining_whatIsShippedCounts() {
        var ordinary = OrdinaryInForce.of(callers);

        assertThat(ordinary.trained()).isFalse();
        assertThat(ordinary.fault()).isEmpty();
        assertThat(ordinary.points()).hasSizeGreaterThanOrEqualTo(OrdinaryCallers.LEAST);
    }

    @Test
    void whatWasPublished_counts() throws IOException {
        callers.publish(OrdinaryPoints.recorded(Collections.nCopies(1_000, new double[] {3, 0, 1, 0, 0, 0, 0})));

        var ordinary = OrdinaryInForce.of(callers);

        assertThat(ordinary.trained()).isTrue();
        assertThat(ordinary.points()).hasSize(1_000);
        assertThat(ordinary.points().getFirst()[0]).isEqualTo(2 / 6.5);
    }

    @Test
    void damagedFile_isNamed_andWhatIsShippedCounts() throws IOException {
        Files.writeString(callers.published(), "");

        refused("first line");
    }

    @Test
    void fileOfTooFew_isNamed_andWhatIsShippedCounts() throws IOException {
        callers.publish(OrdinaryPoints.recorded(Collections.nCopies(999, new double[7])));

        refused("999 rows, and 1000 are the least");
    }

    @Test
    void fileOfOtherFeatures_isNamed_andWhatIsShippedCounts() throws IOException {
        CallersFile.write(
                new OrdinaryCallers(List.of("speed"), Collections.nCopies(1_000, new double[1])), callers.published());

        refused("its features are [speed], and those looked at are [rate, paths,");
    }

    private void refused(String why) {
        var ordinary = OrdinaryInForce.of(callers);

        assertThat(ordinary.trained()).isFalse();
        assertThat(ordinary.points())
                .hasSameSizeAs(OrdinaryInForce.of(new CallersFolder(folder.resolve("other")))
                        .points());
        assertThat(ordinary.fault())
                .startsWith(callers.published().toString())
                .contains(why)
                .contains("./weir train callers");
    }
}
