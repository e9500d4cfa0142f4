package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DenyReasonTest {
    private static final Pattern CODE = Pattern.compile("`([a-z_]+)`");

    @ParameterizedTest
    @EnumSource
    void reason_standsInTheDocsWithItsStatus(DenyReason reason) throws IOException {
        assertThat(documented()).containsEntry(reason.code(), reason.httpStatus());
    }

    @ParameterizedTest
    @EnumSource
    void reason_isNamedAsItsCode(DenyReason reason) {
        assertThat(reason.code()).isEqualTo(reason.name().toLowerCase(Locale.ROOT));
        assertThat(reason.title()).isNotBlank().doesNotEndWith(".");
    }

    @Test
    void codes_areUnique() {
        assertThat(DenyReason.values()).extracting(DenyReason::code).doesNotHaveDuplicates();
    }

    /** Status by code. A row names several codes with one status, or with one each. */
    private static Map<String, Integer> documented() throws IOException {
        var statuses = new HashMap<String, Integer>();
        for (var line : Files.readAllLines(Path.of("../docs/refusals.md"))) {
            var cells = line.split("\\|", -1);
            if (cells.length < 4 || !cells[1].contains("`")) {
                continue;
            }
            var codes =
                    CODE.matcher(cells[1]).results().map(code -> code.group(1)).toList();
            var numbers = cells[2].strip().split(", ", -1);
            for (int i = 0; i < codes.size(); i++) {
                var before = statuses.put(codes.get(i), Integer.valueOf(numbers.length == 1 ? numbers[0] : numbers[i]));
                assertThat(before).as("%s stands twice", codes.get(i)).isNull();
            }
        }
        return statuses;
    }
}
