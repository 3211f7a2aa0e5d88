package io.kalends.scheduler.plan;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The providers there are.
public final class Providers {

    /// Their ids.
    public static final SortedSet<String> IDS =
            Collections.unmodifiableSortedSet(new TreeSet<>(List.of("google", "outlook")));

    private Providers() {}
}
