package io.kalends.worker.http;

import java.net.URI;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class OriginTest {

    private static final Origin GOOGLE = Origin.of(URI.create("https://www.googleapis.com/"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.googleapis.com",
                "HTTPS://WWW.GoogleApis.com/calendar/v3/",
                "https://www.googleapis.com:443/x?y#z"
            })
    void the_same_place_written_otherwise_is_the_same_origin(String address) {
        assertThat(Origin.of(URI.create(address))).isEqualTo(GOOGLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://www.googleapis.com/",
                "https://www.googleapis.com:8443/",
                "https://www.googleapis.com.evil.example/",
                "https://evil.example/www.googleapis.com",
                "https://googleapis.com/",
                "http://169.254.169.254/",
                "https://2852039166/"
            })
    void another_place_is_another_origin(String address) {
        assertThat(Origin.of(URI.create(address))).isNotEqualTo(GOOGLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.googleapis.com@evil.example/",
                "https://user:pass@www.googleapis.com/",
                "//www.googleapis.com/",
                "/calendar",
                "ftp://www.googleapis.com/",
                "file:///etc/passwd",
                "https:///x",
                "https:www.googleapis.com"
            })
    void what_names_no_place_or_hides_it_is_refused(String address) {
        assertThatIllegalArgumentException().isThrownBy(() -> Origin.of(URI.create(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:9000", "http://127.0.0.1", "http://127.8.9.1:1", "http://[::1]:80/"})
    void this_machine_is_loopback(String address) {
        assertThat(Origin.of(URI.create(address)).loopback()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost.evil.example", "http://127.0.0.1.nip.io", "http://10.0.0.1", "http://0.0.0.0"})
    void other_machines_are_not(String address) {
        assertThat(Origin.of(URI.create(address)).loopback()).isFalse();
    }

    @Test
    void only_https_is_secure() {
        assertThat(GOOGLE.secure()).isTrue();
        assertThat(Origin.of(URI.create("http://localhost")).secure()).isFalse();
    }
}
