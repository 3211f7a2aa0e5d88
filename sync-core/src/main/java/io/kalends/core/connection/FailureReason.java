package io.kalends.core.connection;

/// Why a run failed.
public enum FailureReason {
    PROVIDER_UNAVAILABLE(Category.TRANSIENT),
    PROVIDER_TIMEOUT(Category.TRANSIENT),
    UNREADABLE_ANSWER(Category.TRANSIENT),
    PROVIDER_LOOP(Category.TRANSIENT),
    CURSOR_LOST_TWICE(Category.TRANSIENT),
    RATE_LIMITED(Category.RATE_LIMIT),
    GRANT_REVOKED(Category.AUTH),
    SCOPE_MISSING(Category.AUTH),
    TOKEN_REJECTED(Category.AUTH),
    NO_CREDENTIAL(Category.AUTH),
    CLIENT_REJECTED(Category.AUTH),
    API_NOT_ENABLED(Category.AUTH),
    CREDENTIAL_UNREADABLE(Category.AUTH),
    ACCESS_FORBIDDEN(Category.PERMANENT),
    REQUEST_REJECTED(Category.PERMANENT);

    /// Who has to act.
    public enum Category {
        /// Nobody; it is tried again.
        TRANSIENT,
        /// Nobody; it is waited for.
        RATE_LIMIT,
        /// The user, or for a fault of the application its operators.
        AUTH,
        /// An administrator.
        PERMANENT
    }

    private final Category category;

    FailureReason(Category category) {
        this.category = category;
    }

    public Category category() {
        return category;
    }

    /// Whom it concerns, and with that what it does to a connection.
    public enum Bearing {
        /// It counts: after a few in a row the connection is disabled, and probed.
        COUNTS,
        /// Nothing has failed; it is waited for.
        NOBODY,
        /// The user has to reconnect.
        USER,
        /// The connection is disabled until a person has seen to it.
        PERSON,
        /// The application's operators: no connection is to blame.
        OPERATORS
    }

    public Bearing bearing() {
        return switch (this) {
            case PROVIDER_UNAVAILABLE, PROVIDER_TIMEOUT, UNREADABLE_ANSWER, PROVIDER_LOOP, CURSOR_LOST_TWICE ->
                Bearing.COUNTS;
            case RATE_LIMITED -> Bearing.NOBODY;
            case GRANT_REVOKED, SCOPE_MISSING, TOKEN_REJECTED, NO_CREDENTIAL -> Bearing.USER;
            case CLIENT_REJECTED, API_NOT_ENABLED, CREDENTIAL_UNREADABLE -> Bearing.OPERATORS;
            case ACCESS_FORBIDDEN, REQUEST_REJECTED -> Bearing.PERSON;
        };
    }

    /// Whether it may be the trouble of one calendar only, so that the connection's others are still worth reading.
    public boolean ofOneCalendar() {
        return switch (this) {
            case PROVIDER_UNAVAILABLE,
                    PROVIDER_TIMEOUT,
                    UNREADABLE_ANSWER,
                    PROVIDER_LOOP,
                    CURSOR_LOST_TWICE,
                    ACCESS_FORBIDDEN,
                    REQUEST_REJECTED -> true;
            case RATE_LIMITED,
                    GRANT_REVOKED,
                    SCOPE_MISSING,
                    TOKEN_REJECTED,
                    NO_CREDENTIAL,
                    CLIENT_REJECTED,
                    API_NOT_ENABLED,
                    CREDENTIAL_UNREADABLE -> false;
        };
    }

    /// Whether the page to go on with is itself the trouble: the next run would meet it again, and so for ever.
    public boolean resumingIsVain() {
        return switch (this) {
            case CURSOR_LOST_TWICE, PROVIDER_LOOP, REQUEST_REJECTED -> true;
            case PROVIDER_UNAVAILABLE,
                    PROVIDER_TIMEOUT,
                    UNREADABLE_ANSWER,
                    RATE_LIMITED,
                    GRANT_REVOKED,
                    SCOPE_MISSING,
                    TOKEN_REJECTED,
                    NO_CREDENTIAL,
                    CLIENT_REJECTED,
                    API_NOT_ENABLED,
                    CREDENTIAL_UNREADABLE,
                    ACCESS_FORBIDDEN -> false;
        };
    }
}
