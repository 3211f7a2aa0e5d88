package io.kalends.health.web;

import java.net.InetAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExposureTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "::1"})
    void mode_none_may_listen_on_loopback(String address) {
        assertThatCode(() -> Exposure.check("none", "server.address", InetAddress.getByName(address)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.1.2.3", "::"})
    void mode_none_is_refused_where_others_can_reach_it(String address) {
        assertThatThrownBy(() -> Exposure.check("none", "server.address", InetAddress.getByName(address)))
                .hasMessageContaining("server.address")
                .hasMessageContaining("set server.address=127.0.0.1");
    }

    @Test
    void mode_none_is_refused_when_the_server_listens_everywhere() {
        assertThatThrownBy(() -> Exposure.check("none", "server.address", null)).hasMessageContaining("not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-key", "jwt", "nonsense", "NONE"})
    void any_other_mode_is_refused_by_name(String mode) {
        var loopback = InetAddress.getLoopbackAddress();

        assertThatThrownBy(() -> Exposure.check(mode, "server.address", loopback))
                .hasMessageContaining("kalends.security.mode=" + mode);
    }
}
