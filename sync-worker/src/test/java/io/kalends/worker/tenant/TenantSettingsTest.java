package io.kalends.worker.tenant;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TenantSettingsTest {

    @ParameterizedTest(name = "{0} back and {1} ahead reach {2} and {3}")
    @CsvSource({
        ",,90,365",
        "0,1,0,1",
        "30,,30,365",
        ",730,90,730",
        "1825,,1825,0",
        "1700,,1700,125",
        ",1800,25,1800",
        "825,1000,825,1000"
    })
    void what_a_tenant_has_not_decided_is_as_usual_and_fits(
            @Nullable Integer back, @Nullable Integer ahead, int backDays, int aheadDays) {
        var settings = new TenantSettings(back, ahead, Sharing.EVERYTHING);

        assertThat(settings.reach(Duration.ofDays(90), Duration.ofDays(365)))
                .isEqualTo(new TenantSettings.Reach(Duration.ofDays(backDays), Duration.ofDays(aheadDays)));
    }

    @Test
    void a_tenant_that_decides_nothing_has_whatever_the_installation_has() {
        var decade = Duration.ofDays(3650);

        assertThat(TenantSettings.DEFAULT.reach(decade, decade)).isEqualTo(new TenantSettings.Reach(decade, decade));
        assertThat(TenantSettings.DEFAULT.sharing()).isEqualTo(Sharing.EVERYTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "-1,,windowBackDays",
        "1826,,windowBackDays",
        ",0,windowAheadDays",
        ",1826,windowAheadDays",
        "826,1000,1825"
    })
    void a_window_that_no_provider_lists_is_refused(@Nullable Integer back, @Nullable Integer ahead, String named) {
        assertThatThrownBy(() -> new TenantSettings(back, ahead, Sharing.EVERYTHING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}
