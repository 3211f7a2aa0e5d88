package io.kalends.simulator.microsoft;

/// What a delta says about series; seen in different ways, documented in none.
///
/// @param mastersListed     the series as such is listed beside its occurrences
/// @param deletedOccurrence after one occurrence was deleted
/// @param editedOccurrence  after one occurrence was changed or moved
/// @param editedMaster      after something was changed that all occurrences say
/// @param deletedSeries     after the whole series was deleted, or has left the window
public record SeriesRules(
        boolean mastersListed,
        DeletedOccurrence deletedOccurrence,
        EditedOccurrence editedOccurrence,
        EditedMaster editedMaster,
        DeletedSeries deletedSeries) {

    /// What a delta sends after one occurrence was deleted.
    public enum DeletedOccurrence {
        /// The whole series in the window, without that occurrence.
        RESEND_SERIES,
        /// `@removed` with the occurrence's id.
        TOMBSTONE,
        /// The master row, and nothing that says why.
        SILENT_MASTER
    }

    /// What a delta sends after one occurrence was changed.
    public enum EditedOccurrence {
        /// The whole series in the window, the changed one as an exception.
        RESEND_SERIES,
        /// The exception alone.
        ONLY_EXCEPTION
    }

    /// What a delta sends after a change of what the master says. A series that was moved or repeats in another way is
    /// always sent whole.
    public enum EditedMaster {
        /// The whole series in the window.
        WHOLE_SERIES,
        /// The master row; the occurrences are as they were, but for what they take from it.
        ONLY_MASTER
    }

    /// What `@removed` names after a series was deleted.
    public enum DeletedSeries {
        /// The master.
        MASTER,
        /// Each occurrence in the window.
        OCCURRENCES,
        /// The master and each occurrence in the window.
        BOTH
    }

    static SeriesRules defaults() {
        return new SeriesRules(
                true,
                DeletedOccurrence.RESEND_SERIES,
                EditedOccurrence.RESEND_SERIES,
                EditedMaster.WHOLE_SERIES,
                DeletedSeries.MASTER);
    }
}
