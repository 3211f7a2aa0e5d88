package io.kalends.core.plan;

/// When the deletions of one walk are too many to be believed: a provider's hiccup must not empty a CRM.
///
/// @param abovePercent share of a calendar's events, 0 to 100; 100 never holds
/// @param aboveCount events, 0 or more
public record Brake(int abovePercent, int aboveCount) {

    /// Unless somebody decides otherwise.
    public static final Brake USUAL = new Brake(20, 25);

    /// Holds nothing.
    public static final Brake OFF = new Brake(100, 0);

    private static final int ALL = 100;

    public Brake {
        if (abovePercent < 0 || abovePercent > ALL) {
            throw new IllegalArgumentException("hold-above-percent is " + abovePercent + ", it must be 0 to " + ALL);
        }
        if (aboveCount < 0) {
            throw new IllegalArgumentException("hold-above-count is " + aboveCount + ", it must be 0 or more");
        }
    }

    /// Whether they wait for a person: only when they exceed both the share and the count.
    ///
    /// @param deletions that would be carried out
    /// @param events held of the calendar before
    public boolean holds(long deletions, long events) {
        return abovePercent < ALL && deletions > aboveCount && deletions * ALL > events * abovePercent;
    }
}
