package io.kalends.scheduler.schedule;

import java.util.List;

/// Where claimed requests go.
public interface RequestBelt {

    /// Publishes all of `requests`; returns when every one is acknowledged.
    ///
    /// @throws RuntimeException when one is not; some may have left then, and all will be claimed again
    void publish(List<Request> requests);
}
