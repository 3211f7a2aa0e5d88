package io.kalends.simulator.microsoft;

import org.jspecify.annotations.Nullable;

/// A request that Graph would not serve. Thrown on the way down, worded by [GraphErrors].
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final @Nullable String location;

    private Refusal(int status, String code, String message, @Nullable String location) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.location = location;
    }

    static Refusal of(int status, String code, String message) {
        return new Refusal(status, code, message, null);
    }

    static Refusal notFound() {
        return of(404, "ErrorItemNotFound", "The specified object was not found in the store.");
    }

    static Refusal badQuery(String message) {
        return of(400, "ErrorInvalidUrlQuery", message);
    }

    static Refusal badToken() {
        return of(400, "BadRequest", "Badly formed token.");
    }

    /// @param location where a new round would begin
    static Refusal lost(CursorRules.LostCursor shape, String location) {
        var message = "The sync state generation is not found; generation=149;[highest=157][157][155][156].";
        return switch (shape) {
            case GONE -> of(410, "SyncStateNotFound", message);
            case GONE_WITH_LOCATION -> new Refusal(410, "SyncStateNotFound", message, location);
            case RESYNC_REQUIRED -> of(410, "resyncRequired", "Resync is required; start again without a token.");
            case BADLY_FORMED -> badToken();
            case NOT_FOUND -> of(404, "syncStateNotFound", "The sync state was not found.");
        };
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    @Nullable
    String location() {
        return location;
    }
}
