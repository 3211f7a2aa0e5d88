package io.kalends.simulator.google;

import org.jspecify.annotations.Nullable;

/// A request that Google would not serve. Thrown on the way down, worded by [GoogleErrors].
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;
    private final @Nullable String parameter;

    private Refusal(int status, String reason, String message, @Nullable String parameter) {
        super(message, null, false, false);
        this.status = status;
        this.reason = reason;
        this.parameter = parameter;
    }

    static Refusal of(int status, String reason, String message) {
        return new Refusal(status, reason, message, null);
    }

    static Refusal parameter(int status, String reason, String message, String parameter) {
        return new Refusal(status, reason, message, parameter);
    }

    static Refusal badRequest(String parameter, String message) {
        return new Refusal(400, "badRequest", message, parameter);
    }

    static Refusal notFound() {
        return of(404, "notFound", "Not Found");
    }

    static Refusal fullSyncRequired() {
        return parameter(
                410, "fullSyncRequired", "Sync token is no longer valid, a full sync is required.", "syncToken");
    }

    static Refusal restricted() {
        return of(
                400, "syncTokenWithRequestRestrictions", "Sync token cannot be used with other request restrictions.");
    }

    int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    @Nullable
    String parameter() {
        return parameter;
    }
}
