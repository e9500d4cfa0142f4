package dev.weir.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CallerTest {
    @Test
    void addressesOfOneSite_areOneCaller() {
        assertThat(new Caller.Address("2001:db8:1:2:3:4:5:6"))
                .isEqualTo(new Caller.Address("2001:db8:1:2::1"))
                .isNotEqualTo(new Caller.Address("2001:db8:1:3::1"));
        assertThat(new Caller.Address("2001:db8:1:2::1").key()).isEqualTo("ip:2001:db8:1:2:0:0:0:0");
    }

    @Test
    void otherAddresses_areThemselves() {
        assertThat(new Caller.Address("192.0.2.7").key()).isEqualTo("ip:192.0.2.7");
        assertThat(new Caller.Address("::ffff:192.0.2.7")).isEqualTo(new Caller.Address("192.0.2.7"));
        assertThat(new Caller.Address("").key()).isEqualTo("ip:");
        assertThat(new Caller.Address("no:address").key()).isEqualTo("ip:no:address");
    }
}
