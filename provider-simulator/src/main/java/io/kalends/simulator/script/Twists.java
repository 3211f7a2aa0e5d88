package io.kalends.simulator.script;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/// The faults that only the provider itself can commit while it makes an answer.
///
/// @param foreignLink what links begin with instead of the provider's own address, null for as usual
/// @param rotation whether the token answer must carry a new refresh token, or must not; null to do as usual
public record Twists(
        Set<PageTwist> pages,
        @Nullable String foreignLink,
        @Nullable Boolean rotation) {
    public Twists {
        pages = Set.copyOf(pages);
    }

    static Twists of(List<Fault> faults) {
        var pages = EnumSet.noneOf(PageTwist.class);
        String foreignLink = null;
        Boolean rotation = null;
        for (var fault : faults) {
            if (fault instanceof Fault.Pages(var twist)) {
                pages.add(twist);
            } else if (fault instanceof Fault.ForeignLink(var url)) {
                foreignLink = url;
            } else if (fault instanceof Fault.TokenAnswer(var rotate)) {
                rotation = rotate;
            }
        }
        return new Twists(pages, foreignLink, rotation);
    }

    public boolean has(PageTwist twist) {
        return pages.contains(twist);
    }
}
