package io.kalends.cli.doctor;

import org.jspecify.annotations.Nullable;

/// What a check found.
///
/// @param check what was looked at
/// @param found what there is, with values and without secrets
/// @param advice what to do; null when there is nothing to do
record Finding(
        Level level, String check, String found, @Nullable String advice) {

    /// How bad it is.
    enum Level {
        OK,
        WARN,
        FAIL
    }

    static Finding ok(String check, String found) {
        return new Finding(Level.OK, check, found, null);
    }

    static Finding warn(String check, String found, String advice) {
        return new Finding(Level.WARN, check, found, advice);
    }

    static Finding fail(String check, String found, String advice) {
        return new Finding(Level.FAIL, check, found, advice);
    }
}
