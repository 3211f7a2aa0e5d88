package io.kalends.worker.tenant;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.kalends.core.store.Claim.Reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TenantSettingsTest {

    @Test
    void what_a_tenant_has_not_decided_is_left_to_the_installation() {
        assertThat(new TenantSettings(30, null, Sharing.EVERYTHING, null, null).reach())
                .isEqualTo(new Reach(Duration.ofDays(30), null));
        assertThat(TenantSettings.DEFAULT.reach()).isEqualTo(Reach.USUAL);
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
        assertThatThrownBy(() -> new TenantSettings(back, ahead, Sharing.EVERYTHING, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}
