package dev.weir.trainer.callers;

import dev.weir.scoring.OrdinaryCallers;
import dev.weir.scoring.adapter.csv.CallersFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Makes of what a judge recorded what it takes for ordinary from its next start on: a draw of {@value #KEPT} rows. The judge records only
 * whom it holds to be ordinary, so that each training goes on from the last and none from the attacks of the day.
 */
public final class CallerTraining {
    static final int KEPT = 3_000;

    private CallerTraining() {}

    /**
     * Publishes into the folder, unless there is too little.
     *
     * @param seed the same records and seed give the same file
     * @throws IOException where records cannot be listed or the file cannot be written
     */
    public static CallerReport run(CallersFolder folder, long seed) throws IOException {
        var records = folder.read();
        var newest = records.read().isEmpty()
                ? List.<String>of()
                : records.read().getLast().features();
        var rows = new ArrayList<double[]>();
        for (var record : records.read()) {
            if (record.features().equals(newest)) {
                rows.addAll(record.rows());
            }
        }
        if (rows.size() < OrdinaryCallers.LEAST) {
            return new CallerReport.TooLittleData(rows.size(), records.unreadable());
        }
        Collections.shuffle(rows, new Random(seed));
        var ordinary = new OrdinaryCallers(newest, rows.subList(0, Math.min(KEPT, rows.size())));
        folder.publish(ordinary);
        return new CallerReport.Published(rows.size(), ordinary, folder.published(), records.unreadable());
    }
}
