package io.kalends.simulator.script;

/// Ways in which pages go wrong.
public enum PageTwist {
    /// The last page carries neither what leads to a next page nor what leads to the next round.
    NO_SYNC_TOKEN,
    /// Every page, the last one too, has a next page with another address.
    ENDLESS,
    /// Every page is the first page, and its next page token is always the same.
    SAME_PAGE,
    /// Pages repeat the last items of the page before.
    DUPLICATES,
    /// A page without items whose page token leads to the page that should have come.
    EMPTY_FIRST,
    /// The items of a page in a shuffled order.
    SHUFFLED,
    /// Instances come before the series they belong to, wherever a provider lists both.
    SERIES_LAST,
    /// The news that something was deleted which nobody ever heard of.
    UNKNOWN_REMOVED
}
