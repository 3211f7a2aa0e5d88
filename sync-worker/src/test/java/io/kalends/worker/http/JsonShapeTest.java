package io.kalends.worker.http;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonShapeTest {

    private static void check(String json, int deepest) throws UnreadableAnswerException {
        JsonShape.check(json.getBytes(StandardCharsets.UTF_8), deepest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                " \r\n\t{ } \n",
                "{\"a\":[1,2,{\"b\":null}],\"c\":true}",
                "{\"text\":\"}]{[ \\\" \\\\\"}",
                "{\"ü\":\"日本 \\ud83d\"}",
                "{\"n\":-12345678901234567890.123e+45}"
            })
    void one_whole_object_passes(String json) {
        assertThatCode(() -> check(json, 3)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|the answer is empty",
                "` \n`|the answer is empty",
                "[]|the answer is not a JSON object",
                "null|the answer is not a JSON object",
                "<html>|the answer is not a JSON object",
                "{|the answer ends before its JSON does",
                "{\"a\":[1,2|the answer ends before its JSON does",
                "{\"a|the answer ends before its JSON does",
                "{\"a\\|the answer ends before its JSON does",
                "{\"a\":\"}\"|the answer ends before its JSON does",
                "{}{}|the answer goes on after its JSON",
                "{}x|the answer goes on after its JSON",
                "{\"a\":[[[1]]]}|the answer is nested deeper than 3"
            })
    void anything_else_is_refused_with_the_reason(String json, String reason) {
        assertThatThrownBy(() -> check(json, 3))
                .isInstanceOf(UnreadableAnswerException.class)
                .hasMessage(reason);
    }

    @Test
    void a_number_may_have_so_many_digits_and_no_more() {
        assertThatCode(() -> check("{\"n\":" + "9".repeat(64) + "}", 3)).doesNotThrowAnyException();
        assertThatThrownBy(() -> check("{\"n\":" + "9".repeat(65) + "}", 3))
                .hasMessage("the answer has a number of more than 64 digits");
    }
}
