package dev.weir.judge.anomaly;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MarksTest {
    /** Appendix A of the paper: the key is 00 to 0f, the text 00 to 0e. */
    @Test
    void mark_isSipHash() {
        var text = new byte[15];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) i;
        }

        assertThat(new Marks(0x0706050403020100L, 0x0f0e0d0c0b0a0908L).of(text)).isEqualTo(0xa129ca6149be45e5L);
    }

    @Test
    void mark_ofAnotherKey_isAnother() {
        assertThat(Marks.secret().of("ip:10.0.0.1")).isNotEqualTo(Marks.secret().of("ip:10.0.0.1"));
    }

    @Test
    void texts_thatDifferAtTheirEnd_haveOtherMarks() {
        var marks = new Marks(1, 2);

        assertThat(marks.of("/a" + "/x".repeat(10_000))).isNotEqualTo(marks.of("/a" + "/x".repeat(10_000) + "y"));
        assertThat(marks.of("")).isNotEqualTo(marks.of("\0"));
    }
}
