package io.kalends.health.web;

import java.util.stream.Collectors;

import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/// Why a body could not be read, told without repeating any value: a body may hold a token.
record BodyFault(String code, String detail) {

    static BodyFault of(HttpMessageNotReadableException unreadable) {
        return switch (unreadable.getCause()) {
            case UnrecognizedPropertyException unknown ->
                new BodyFault(
                        "unknown-field",
                        "Field " + Problems.shown(unknown.getPropertyName()) + " is not known here; known are "
                                + unknown.getKnownPropertyIds() + ".");
            case MismatchedInputException wrong
            when !wrong.getPath().isEmpty() ->
                new BodyFault(
                        "wrong-type",
                        "Field " + Problems.shown(path(wrong)) + " has the wrong JSON type; it must be "
                                + wanted(wrong.getTargetType()) + ".");
            case MismatchedInputException _ ->
                new BodyFault("wrong-type", "The body must be a JSON object; send {\"field\": \"value\", …}.");
            case StreamReadException malformed ->
                new BodyFault(
                        "malformed-json",
                        "The body is not JSON: it breaks off or goes wrong at line "
                                + malformed.getLocation().getLineNr() + ", column "
                                + malformed.getLocation().getColumnNr() + ".");
            case null, default ->
                new BodyFault("missing-body", "The body is missing or cannot be read; send a JSON object.");
        };
    }

    private static String path(JacksonException wrong) {
        return wrong.getPath().stream()
                .map(step -> step.getPropertyName() == null ? "[" + step.getIndex() + "]" : step.getPropertyName())
                .collect(Collectors.joining("."));
    }

    private static String wanted(Class<?> type) {
        if (Iterable.class.isAssignableFrom(type)) {
            return "an array of strings";
        }
        if (type == Integer.class) {
            return "a whole number";
        }
        return type == Boolean.class ? "true or false" : "a string";
    }
}
