package io.kalends.health.web;

import java.time.Instant;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

import io.kalends.health.projection.TenantSettings;

/// What a tenant has decided.
@Schema(description = "What a tenant has decided about all of its connections.")
record TenantSettingsAnswer(
        String tenantId,

        @Schema(description = "grows with every change, 0 before the first; the same as in ETag")
        long version,

        @Schema(description = "days back from today that are followed; null for the installation's default") @Nullable
        Integer windowBackDays,

        @Schema(description = "days ahead of today that are followed; null for the installation's default") @Nullable
        Integer windowAheadDays,

        @Schema(description = "how much of an event leaves: FULL, TIMES, IDS")
        String share,

        @Schema(description = "true when private and confidential events leave as busy time at most")
        boolean privateAsBusy,

        @Schema(
                description =
                        "a run that would delete more than this share of a calendar's events, in percent, and more than "
                                + "holdAboveCount of them is held; null for the installation's default")
        @Nullable
        Integer holdAbovePercent,

        @Schema(description = "see holdAbovePercent; null for the installation's default") @Nullable
        Integer holdAboveCount,

        @Schema(description = "null before the first change") @Nullable
        Instant changedAt) {

    static TenantSettingsAnswer of(TenantSettings settings) {
        return new TenantSettingsAnswer(
                settings.tenantId(),
                settings.version(),
                settings.windowBackDays(),
                settings.windowAheadDays(),
                settings.share(),
                settings.privateAsBusy(),
                settings.holdAbovePercent(),
                settings.holdAboveCount(),
                settings.changedAt());
    }
}
