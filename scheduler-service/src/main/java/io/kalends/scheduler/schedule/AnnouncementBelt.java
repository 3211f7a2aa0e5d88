package io.kalends.scheduler.schedule;

import java.util.List;

/// Where announcements about resync commands go.
public interface AnnouncementBelt {

    /// Publishes all of `announcements` in order; returns when every one is acknowledged.
    ///
    /// @throws RuntimeException when one is not; some may have left then, and all will be published again
    void publish(List<Announcement> announcements);
}
