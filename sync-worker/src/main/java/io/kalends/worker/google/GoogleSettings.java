package io.kalends.worker.google;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.kalends.worker.http.CallLimits;
import io.kalends.worker.http.SafeAddress;

/// How Google is reached.
///
/// @param apiUrl root of the Calendar API, before `calendar/v3/`
/// @param tokenUrl where a refresh token is traded
/// @param revokeUrl where a grant is given back; null: `revoke` beside the token endpoint
/// @param simulatorUrl the one place off this machine that may be called without encryption; null: none
/// @param clientId our application's id at Google
/// @param clientSecret its secret
/// @param deadline for one call to the API, body included
/// @param tokenDeadline for one call to the token endpoint, body included
/// @param pageSize events per page, 1 to 2500
/// @param bodyLimit the longest answer, as sent and as inflated
/// @param jsonDepth the deepest nesting in an answer
@ConfigurationProperties(prefix = "kalends.google", ignoreUnknownFields = false)
record GoogleSettings(
        @DefaultValue("https://www.googleapis.com/") URI apiUrl,
        @DefaultValue("https://oauth2.googleapis.com/token") URI tokenUrl,
        @Nullable URI revokeUrl,
        @Nullable URI simulatorUrl,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("20s") Duration deadline,
        @DefaultValue("8s") Duration tokenDeadline,
        @DefaultValue("250") int pageSize,
        @DefaultValue("8MB") DataSize bodyLimit,
        @DefaultValue("64") int jsonDepth) {

    static final String GROUP = "kalends.google";

    private static final int MOST_PER_PAGE = 2500;

    GoogleSettings {
        for (var url : List.of(apiUrl, tokenUrl, besides(revokeUrl, tokenUrl))) {
            SafeAddress.require(GROUP, url, simulatorUrl);
        }
        CallLimits.configured(GROUP, deadline, bodyLimit, jsonDepth);
        if (!tokenDeadline.isPositive()) {
            throw new IllegalArgumentException(GROUP + ".token-deadline " + tokenDeadline + " must be positive");
        }
        if (pageSize < 1 || pageSize > MOST_PER_PAGE) {
            throw new IllegalArgumentException(
                    GROUP + ".page-size " + pageSize + " must be from 1 to " + MOST_PER_PAGE);
        }
    }

    /// Where a grant is given back.
    URI revocationUrl() {
        return besides(revokeUrl, tokenUrl);
    }

    /// Google keeps both under one root; whoever moves the token endpoint means both.
    private static URI besides(@Nullable URI revokeUrl, URI tokenUrl) {
        return revokeUrl == null ? tokenUrl.resolve("revoke") : revokeUrl;
    }

    /// The API's root, ending in a slash.
    String root() {
        var url = apiUrl.toString();
        return url.endsWith("/") ? url : url + "/";
    }

    CallLimits limits() {
        return CallLimits.configured(GROUP, deadline, bodyLimit, jsonDepth);
    }

    @Override
    public String toString() {
        return "GoogleSettings[apiUrl=" + apiUrl + ", tokenUrl=" + tokenUrl + ", clientId=" + clientId
                + ", clientSecret=***]";
    }
}
