package io.kalends.worker.http;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProviderTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Rate Limit Exceeded",
                "Request had insufficient authentication scopes.",
                "Google answered 403 ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                "Google answered 400 syncTokenWithRequestRestrictions: Sync token cannot be used",
                "Visit https://console.developers.google.com/apis/api/calendar-json.googleapis.com/overview?project=42",
                "Zugriff verweigert: für Jürgen 日本"
            })
    void plain_words_stay_as_they_are(String text) {
        assertThat(ProviderText.line(text)).isEqualTo(text);
    }

    @Test
    void everything_lands_on_one_line() {
        assertThat(ProviderText.line(" a\r\nINFO b\tc\u2028d\u0085e\u0000f ")).isEqualTo("a INFO b c d e f");
    }

    @Test
    void colours_links_and_directions_are_taken_out() {
        assertThat(ProviderText.line("\u001b[1;31mred\u001b[0m \u001b]8;;http://x\u0007link\u001b]8;;\u0007 \u202eeno"))
                .isEqualTo("red link eno");
    }

    @Test
    void lookups_are_defused() {
        assertThat(ProviderText.line("${jndi:ldap://x} $${env:HOME}")).isEqualTo("{jndi:ldap://x} {env:HOME}");
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer abc was refused, *** was refused",
        "bearer\tabc, ***",
        "token ya29.a0AfB_x-y was refused, token *** was refused",
        "grant 1//0gAbC-dEf_x was refused, grant *** was refused",
        "eyJhbGciOi.eyJzdWIi.c2ln was refused, *** was refused",
        "key AIzaSyD4f5g6h7j8k9l0q1w2e3r4t5 was refused, key *** was refused",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz, ***",
    })
    void nothing_that_looks_like_a_token_stays(String text, String line) {
        assertThat(ProviderText.line(text)).isEqualTo(line);
    }

    @Test
    void a_long_text_is_cut() {
        assertThat(ProviderText.line("word ".repeat(1_000_000)))
                .hasSize(200)
                .startsWith("word word")
                .endsWith("…");
    }

    @Test
    void no_text_is_an_empty_line() {
        assertThat(ProviderText.line(null)).isEmpty();
    }

    @Test
    void a_storable_text_is_the_same_text() {
        var text = "Ünïcödé \ud83d\ude00 \u202e\r\n\u0001";

        assertThat(ProviderText.storable(text)).isEqualTo(text);
    }

    @Test
    void nul_and_halves_of_characters_are_not_stored() {
        assertThat(ProviderText.storable("\u0000a\ud83db\ude00\u0000")).isEqualTo("a\ufffdb\ufffd");
    }
}
