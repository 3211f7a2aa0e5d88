package io.kalends.allinone;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.kalends.simulator.traffic.Vendor;

import static org.assertj.core.api.Assertions.assertThat;

class DemoSettingsTest {

    private static final String GOOGLE = "KALENDS_GOOGLE_API_URL";
    private static final String MICROSOFT = "KALENDS_MICROSOFT_GRAPH_URL";
    private static final String ELSEWHERE = "https://calendars.example/";

    @TempDir
    Path directory;

    @Test
    void both_providers_are_simulated_where_none_is_named() throws Exception {
        assertThat(simulated(Map.of(GOOGLE, " "))).containsExactlyInAnyOrder(Vendor.GOOGLE, Vendor.MICROSOFT);
    }

    @Test
    void a_provider_that_is_elsewhere_is_not_simulated_and_the_other_one_is() throws Exception {
        assertThat(simulated(Map.of(GOOGLE, ELSEWHERE))).containsExactly(Vendor.MICROSOFT);
        assertThat(simulated(Map.of(MICROSOFT, ELSEWHERE))).containsExactly(Vendor.GOOGLE);
    }

    @Test
    void nothing_is_simulated_where_both_are_elsewhere() throws Exception {
        assertThat(simulated(Map.of(GOOGLE, ELSEWHERE, MICROSOFT, ELSEWHERE))).isEmpty();
    }

    private Set<Vendor> simulated(Map<String, String> environment) throws Exception {
        var variables = new HashMap<>(environment);
        variables.put("KALENDS_DATA_DIR", directory.toString());
        return DemoSettings.from(variables).simulated();
    }
}
