package io.kalends.simulator.microsoft;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.microsoft.CursorRules.LostCursor;
import io.kalends.simulator.microsoft.SeriesRules.DeletedOccurrence;
import io.kalends.simulator.microsoft.SeriesRules.DeletedSeries;
import io.kalends.simulator.microsoft.SeriesRules.EditedMaster;
import io.kalends.simulator.microsoft.SeriesRules.EditedOccurrence;

/// What Microsoft leaves open, or lets vary; can be changed while the simulator runs.
///
/// @param entra               of the token endpoint
/// @param series              what deltas say about series
/// @param cursors             of the places in links
/// @param removedOutsideWindow deltas say `@removed` also of what was added, changed or deleted outside the window
/// @param movedOutIsChanged   `@removed` gives `changed` as the reason for what left the window and lives on; otherwise
///                            `deleted`
/// @param largestPage         the most items of a page, however many are asked for
/// @param mailboxConcurrency  requests for one mailbox that may be under way at once; one more is a 429
/// @param lowerCaseInnerError errors write `innererror`, as some gateways do
public record MicrosoftRules(
        EntraRules entra,
        SeriesRules series,
        CursorRules cursors,
        boolean removedOutsideWindow,
        boolean movedOutIsChanged,
        int largestPage,
        int mailboxConcurrency,
        boolean lowerCaseInnerError) {
    public MicrosoftRules {
        if (largestPage < 1 || mailboxConcurrency < 1) {
            throw new IllegalArgumentException("largestPage and mailboxConcurrency must be positive");
        }
    }

    public static MicrosoftRules defaults() {
        return new MicrosoftRules(
                EntraRules.defaults(), SeriesRules.defaults(), CursorRules.defaults(), true, false, 1000, 4, false);
    }

    public MicrosoftRules withAccessTokenLife(Duration life) {
        return with(new EntraRules(
                life, entra.rotateRefreshTokens(), entra.endRotatedTokens(), entra.clientId(), entra.clientSecret()));
    }

    /// @param ending whether the refresh token that was used no longer works
    public MicrosoftRules withRotatingRefreshTokens(boolean rotate, boolean ending) {
        return with(new EntraRules(entra.accessTokenLife(), rotate, ending, entra.clientId(), entra.clientSecret()));
    }

    public MicrosoftRules withClient(@Nullable String id, @Nullable String secret) {
        return with(new EntraRules(
                entra.accessTokenLife(), entra.rotateRefreshTokens(), entra.endRotatedTokens(), id, secret));
    }

    public MicrosoftRules withMastersListed(boolean listed) {
        return with(new SeriesRules(
                listed,
                series.deletedOccurrence(),
                series.editedOccurrence(),
                series.editedMaster(),
                series.deletedSeries()));
    }

    public MicrosoftRules withDeletedOccurrence(DeletedOccurrence sends) {
        return with(new SeriesRules(
                series.mastersListed(),
                sends,
                series.editedOccurrence(),
                series.editedMaster(),
                series.deletedSeries()));
    }

    public MicrosoftRules withEditedOccurrence(EditedOccurrence sends) {
        return with(new SeriesRules(
                series.mastersListed(),
                series.deletedOccurrence(),
                sends,
                series.editedMaster(),
                series.deletedSeries()));
    }

    public MicrosoftRules withEditedMaster(EditedMaster sends) {
        return with(new SeriesRules(
                series.mastersListed(),
                series.deletedOccurrence(),
                series.editedOccurrence(),
                sends,
                series.deletedSeries()));
    }

    public MicrosoftRules withDeletedSeries(DeletedSeries sends) {
        return with(new SeriesRules(
                series.mastersListed(),
                series.deletedOccurrence(),
                series.editedOccurrence(),
                series.editedMaster(),
                sends));
    }

    public MicrosoftRules withDeltaTokenLife(@Nullable Duration life) {
        return with(new CursorRules(life, cursors.lost(), cursors.padding()));
    }

    public MicrosoftRules withLostCursor(LostCursor shape) {
        return with(new CursorRules(cursors.life(), shape, cursors.padding()));
    }

    public MicrosoftRules withLinkPadding(int characters) {
        return with(new CursorRules(cursors.life(), cursors.lost(), characters));
    }

    public MicrosoftRules withRemovedOutsideWindow(boolean told) {
        return new MicrosoftRules(
                entra, series, cursors, told, movedOutIsChanged, largestPage, mailboxConcurrency, lowerCaseInnerError);
    }

    public MicrosoftRules withMovedOutIsChanged(boolean changed) {
        return new MicrosoftRules(
                entra,
                series,
                cursors,
                removedOutsideWindow,
                changed,
                largestPage,
                mailboxConcurrency,
                lowerCaseInnerError);
    }

    public MicrosoftRules withLargestPage(int items) {
        return new MicrosoftRules(
                entra,
                series,
                cursors,
                removedOutsideWindow,
                movedOutIsChanged,
                items,
                mailboxConcurrency,
                lowerCaseInnerError);
    }

    public MicrosoftRules withMailboxConcurrency(int requests) {
        return new MicrosoftRules(
                entra,
                series,
                cursors,
                removedOutsideWindow,
                movedOutIsChanged,
                largestPage,
                requests,
                lowerCaseInnerError);
    }

    public MicrosoftRules withLowerCaseInnerError(boolean lower) {
        return new MicrosoftRules(
                entra,
                series,
                cursors,
                removedOutsideWindow,
                movedOutIsChanged,
                largestPage,
                mailboxConcurrency,
                lower);
    }

    MicrosoftRules with(EntraRules other) {
        return new MicrosoftRules(
                other,
                series,
                cursors,
                removedOutsideWindow,
                movedOutIsChanged,
                largestPage,
                mailboxConcurrency,
                lowerCaseInnerError);
    }

    MicrosoftRules with(SeriesRules other) {
        return new MicrosoftRules(
                entra,
                other,
                cursors,
                removedOutsideWindow,
                movedOutIsChanged,
                largestPage,
                mailboxConcurrency,
                lowerCaseInnerError);
    }

    MicrosoftRules with(CursorRules other) {
        return new MicrosoftRules(
                entra,
                series,
                other,
                removedOutsideWindow,
                movedOutIsChanged,
                largestPage,
                mailboxConcurrency,
                lowerCaseInnerError);
    }
}
