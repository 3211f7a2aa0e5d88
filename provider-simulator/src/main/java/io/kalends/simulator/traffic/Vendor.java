package io.kalends.simulator.traffic;

/// Whose API a request is for.
public enum Vendor {
    GOOGLE,
    MICROSOFT
}
