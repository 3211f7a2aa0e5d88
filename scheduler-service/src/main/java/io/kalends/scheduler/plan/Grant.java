package io.kalends.scheduler.plan;

/// How many of those that wait may go now, the longest waiting first.
public record Grant(String tenantId, String provider, Priority priority, boolean promised, int connections) {

    /// Whether it is about `waiting`.
    public boolean isFor(Waiting waiting) {
        return tenantId.equals(waiting.tenantId())
                && provider.equals(waiting.provider())
                && priority == waiting.priority()
                && promised == waiting.promised();
    }
}
