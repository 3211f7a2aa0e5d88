package io.kalends.core.connection;

/// Whose calendars.
public enum Provider {
    GOOGLE("google"),
    OUTLOOK("outlook");

    private final String id;

    Provider(String id) {
        this.id = id;
    }

    /// The name on topics, in keys and in the API.
    public String id() {
        return id;
    }

    /// @throws IllegalArgumentException when no provider has this name
    public static Provider of(String id) {
        for (var provider : values()) {
            if (provider.id.equals(id)) {
                return provider;
            }
        }
        throw new IllegalArgumentException("provider '" + id + "' is neither google nor outlook");
    }
}
