package io.kalends.worker.http;

/// How much of an event is kept, in characters and entries: an event must never grow past what one record may hold
/// (1 MiB).
public final class EventLimits {

    public static final int ID = 1024;
    public static final int TITLE = 1_000;
    public static final int LOCATION = 2_000;
    public static final int NAME = 320;
    public static final int ATTENDEES = 500;

    private EventLimits() {}
}
