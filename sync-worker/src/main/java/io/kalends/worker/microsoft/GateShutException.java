package io.kalends.worker.microsoft;

import java.io.IOException;

/// Too many of our own calls were under way for this one to be made in time.
final class GateShutException extends IOException {

    private static final long serialVersionUID = 1L;

    GateShutException() {
        super("too many calls are under way");
    }
}
