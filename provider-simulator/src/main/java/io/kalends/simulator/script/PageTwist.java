package io.kalends.simulator.script;

/// Ways in which pages go wrong.
public enum PageTwist {
    /// The last page carries neither a page token nor a sync token.
    NO_SYNC_TOKEN,
    /// Every page, the last one too, has a next page with another token.
    ENDLESS,
    /// Every page is the first page, and its next page token is always the same.
    SAME_PAGE,
    /// Pages repeat the last items of the page before.
    DUPLICATES,
    /// A page without items whose page token leads to the page that should have come.
    EMPTY_FIRST,
    /// The items of a page in a shuffled order.
    SHUFFLED
}
