package io.kalends.schemas;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConnectionKeyTest {

    @ParameterizedTest
    @CsvSource({
        "acme, u1, google, acme/u1/google",
        "a/b, 50%, outlook, a%2Fb/50%25/outlook",
        "A-b._~9, o'neil@x.org, google, A-b._~9/o%27neil%40x.org/google",
        "zürich, 東京, google, z%C3%BCrich/%E6%9D%B1%E4%BA%AC/google",
        "🗓, a b+c, outlook, %F0%9F%97%93/a%20b%2Bc/outlook"
    })
    void every_part_is_percent_encoded(String tenant, String user, String provider, String text) {
        var key = new ConnectionKey(tenant, user, provider);

        assertThat(key.text()).isEqualTo(text);
        assertThat(key).hasToString(text);
        assertThat(ConnectionKey.parse(text)).isEqualTo(key);
    }

    @Test
    void any_text_comes_back_as_it_went() {
        var random = new Random(7);
        for (int round = 0; round < 5_000; round++) {
            var odd = new StringBuilder("x");
            for (int i = random.nextInt(20); i > 0; i--) {
                int c = random.nextInt(random.nextBoolean() ? 0x80 : Character.MAX_CODE_POINT + 1);
                odd.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '/' : c);
            }
            var key = new ConnectionKey(odd.toString(), odd.reverse().toString(), "google");

            assertThat(ConnectionKey.parse(key.text())).isEqualTo(key);
            assertThat(key.text()).matches("[A-Za-z0-9._~%-]+/[A-Za-z0-9._~%-]+/google");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "acme",
                "acme/u1",
                "acme/u1/google/",
                "acme/u1/google/x",
                "/u1/google",
                "acme//google",
                "acme/u1/",
                "acme/u%/google",
                "acme/u%2/google",
                "acme/u%zz/google",
                "acme/%20/google"
            })
    void what_is_not_three_encoded_parts_is_refused(String text) {
        assertThatThrownBy(() -> ConnectionKey.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"acme/u%2f1/google", "acme/u 1/google", "%61cme/u1/google", "acme/%FF/google", "acme/ü/google"})
    void a_key_written_another_way_is_refused(String text) {
        assertThatThrownBy(() -> ConnectionKey.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be written");
    }

    @Test
    void a_part_has_1_to_200_characters_of_text() {
        var longest = "x".repeat(200);

        assertThat(new ConnectionKey(longest, longest, longest).tenantId()).hasSize(200);
        assertThatThrownBy(() -> new ConnectionKey(longest + "x", "u", "google"))
                .hasMessageContaining("tenantId")
                .hasMessageContaining("201");
        assertThatThrownBy(() -> new ConnectionKey("t", " ", "google")).hasMessageContaining("userId");
        assertThatThrownBy(() -> new ConnectionKey("t", "u", "")).hasMessageContaining("provider");
        assertThatThrownBy(() -> new ConnectionKey("t", "\uD800", "google")).hasMessageContaining("surrogate");
    }
}
