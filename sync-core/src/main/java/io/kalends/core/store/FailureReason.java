package io.kalends.core.store;

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
    CALENDAR_GONE(Category.PERMANENT),
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
}
