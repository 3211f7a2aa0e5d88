package io.kalends.simulator.microsoft;

import java.util.HashMap;
import java.util.Map;

/// Counts the requests that are under way for each mailbox.
final class MailboxGate {
    private final Map<String, Integer> inside = new HashMap<>();

    /// @param most how many may be in at once
    /// @return whether the request is in; then [#leave] must follow
    synchronized boolean enter(String mailbox, int most) {
        var before = inside.getOrDefault(mailbox, 0);
        if (before >= most) {
            return false;
        }
        inside.put(mailbox, before + 1);
        return true;
    }

    synchronized void leave(String mailbox) {
        if (inside.merge(mailbox, -1, Integer::sum) <= 0) {
            inside.remove(mailbox);
        }
    }
}
