package io.kalends.health.web;

import java.util.List;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import io.kalends.health.projection.TenantSettings;

/// What a tenant decides about all of its connections.
@RestController
@Tag(name = "tenants")
@ApiResponse(
        responseCode = "default",
        description = "What went wrong, and what to do.",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(implementation = ProblemDetail.class)))
@RequestMapping(path = "/api/calendar/tenants/{tenantId}/settings", produces = MediaType.APPLICATION_JSON_VALUE)
final class TenantsController {

    private static final List<String> SHARES = List.of("FULL", "TIMES", "IDS");

    /// Five years: Microsoft Graph refuses to list a longer window.
    private static final int LONGEST_WINDOW = 1825;

    private static final int ALL = 100;

    private final TenantDesk desk;

    TenantsController(TenantDesk desk) {
        this.desk = desk;
    }

    /// All settings of a tenant; what is left out is the default.
    record SettingsBody(
            @Schema(description = "days back from today that are followed, 0 to 1825; else the installation's default")
            @Nullable
            Integer windowBackDays,

            @Schema(
                    description =
                            "days ahead of today that are followed, 1 to 1825, both together 1825 at most; else the "
                                    + "installation's default")
            @Nullable
            Integer windowAheadDays,

            @Schema(
                    description =
                            "how much of an event leaves: FULL all of it, TIMES when it is and whether it is busy, "
                                    + "IDS only that it is there; else FULL")
            @Nullable
            String share,

            @Schema(description = "whether private and confidential events leave as busy time at most; else false")
            @Nullable
            Boolean privateAsBusy,

            @Schema(
                    description =
                            "a run that would delete more than this share of a calendar's events, in percent, 0 to 100, "
                                    + "and more than holdAboveCount of them is held; 100 never holds; else the "
                                    + "installation's default")
            @Nullable
            Integer holdAbovePercent,

            @Schema(description = "see holdAbovePercent; 0 or more; else the installation's default") @Nullable
            Integer holdAboveCount) {

        String shareOrAll() {
            return share == null ? SHARES.getFirst() : share;
        }

        private void check() {
            Inputs.days("windowBackDays", windowBackDays, 0, LONGEST_WINDOW);
            Inputs.days("windowAheadDays", windowAheadDays, 1, LONGEST_WINDOW);
            if (windowBackDays != null
                    && windowAheadDays != null
                    && windowBackDays + windowAheadDays > LONGEST_WINDOW) {
                throw ProblemException.badRequest(
                        "invalid-field",
                        "Fields 'windowBackDays' and 'windowAheadDays' are " + windowBackDays + " and "
                                + windowAheadDays + "; give at most " + LONGEST_WINDOW + " days together.");
            }
            if (holdAbovePercent != null && (holdAbovePercent < 0 || holdAbovePercent > ALL)) {
                throw ProblemException.badRequest(
                        "invalid-field",
                        "Field 'holdAbovePercent' is " + holdAbovePercent + "; give 0 to " + ALL
                                + " percent, or leave it out.");
            }
            if (holdAboveCount != null && holdAboveCount < 0) {
                throw ProblemException.badRequest(
                        "invalid-field",
                        "Field 'holdAboveCount' is " + holdAboveCount + "; give 0 or more events, or leave it out.");
            }
            if (!SHARES.contains(shareOrAll())) {
                throw ProblemException.badRequest(
                        "unknown-share",
                        "Field 'share' is " + Problems.shown(shareOrAll()) + "; use one of " + String.join(", ", SHARES)
                                + ".");
            }
        }
    }

    @GetMapping
    @ApiResponse(responseCode = "200", description = "The settings, their version in ETag.", useReturnTypeSchema = true)
    @Operation(
            operationId = "tenantSettings",
            summary = "What a tenant has decided",
            description = "A tenant that has decided nothing has the defaults, at version 0.")
    ResponseEntity<TenantSettingsAnswer> settings(@PathVariable String tenantId) {
        return answer(desk.read(Inputs.id("tenantId", tenantId)));
    }

    @PutMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @ApiResponse(responseCode = "200", description = "The settings as they are now.", useReturnTypeSchema = true)
    @Operation(
            operationId = "decideTenantSettings",
            summary = "Decide for a tenant",
            description =
                    "Replaces all settings. They hold for every run that starts from now on; to have what was told "
                            + "before told again, ask for a resync with verb REPUBLISH.")
    ResponseEntity<TenantSettingsAnswer> decide(
            @PathVariable String tenantId,
            @Parameter(description = "ETag of the settings you have seen; 412 when they have changed since")
                    @RequestHeader(name = HttpHeaders.IF_MATCH, required = false)
                    @Nullable
                    String ifMatch,
            @RequestBody SettingsBody body) {
        var tenant = Inputs.id("tenantId", tenantId);
        body.check();
        return answer(desk.decide(tenant, body, version(ifMatch)));
    }

    private static ResponseEntity<TenantSettingsAnswer> answer(TenantSettings settings) {
        return ResponseEntity.ok().eTag(Long.toString(settings.version())).body(TenantSettingsAnswer.of(settings));
    }

    private static @Nullable Long version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.strip().equals("*")) {
            return null;
        }
        var tag = ifMatch.strip();
        if (!tag.matches("\"[0-9]{1,18}\"")) {
            throw ProblemException.badRequest(
                    "invalid-if-match",
                    "Header 'If-Match' is " + Problems.shown(ifMatch)
                            + "; repeat the ETag of the settings you have read, " + "quotes included.");
        }
        return Long.valueOf(tag.substring(1, tag.length() - 1));
    }
}
