package io.kalends.worker.tenant;

/// How much of an event leaves for the CRM.
public enum Share {
    /// All of it.
    FULL,
    /// When it is and whether it blocks the time; no title, place or people.
    TIMES,
    /// Only that it is there.
    IDS
}
