package io.kalends.worker.microsoft;

import java.net.URI;
import java.time.Duration;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

import io.kalends.worker.http.CallLimits;
import io.kalends.worker.http.SafeAddress;

/// How Microsoft is reached.
///
/// @param graphUrl root of Microsoft Graph, with its version
/// @param tokenUrl where a refresh token is traded; null: Microsoft's own endpoint for `tenantId`
/// @param simulatorUrl the one place off this machine that may be called without encryption; null: none
/// @param tenantId whose users may connect: a tenant's id or domain, `organizations`, or `common`, which an empty value
///     means too
/// @param clientId our application's id at Microsoft
/// @param clientSecret its secret
/// @param scope what an access token is asked for, which must be part of what the user has consented to; empty for just
///     that
/// @param deadline for one call to Graph, body included
/// @param tokenDeadline for one call to the token endpoint, body included
/// @param pageSize events asked for per page, 1 to 1000
/// @param bodyLimit the longest answer, as sent and as inflated
/// @param jsonDepth the deepest nesting in an answer
/// @param mailboxCalls calls at a time for one mailbox
/// @param calls calls at a time in all
@ConfigurationProperties(prefix = "kalends.microsoft", ignoreUnknownFields = false)
record MicrosoftSettings(
        @DefaultValue("https://graph.microsoft.com/v1.0") URI graphUrl,
        @Nullable URI tokenUrl,
        @Nullable URI simulatorUrl,
        @DefaultValue("common") String tenantId,
        @DefaultValue("") String clientId,
        @DefaultValue("") String clientSecret,
        @DefaultValue("") String scope,
        @DefaultValue("20s") Duration deadline,
        @DefaultValue("8s") Duration tokenDeadline,
        @DefaultValue("100") int pageSize,
        @DefaultValue("8MB") DataSize bodyLimit,
        @DefaultValue("64") int jsonDepth,
        @DefaultValue("3") int mailboxCalls,
        @DefaultValue("64") int calls) {

    static final String GROUP = "kalends.microsoft";

    private static final int MOST_PER_PAGE = 1000;
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9.-]+");

    MicrosoftSettings {
        tenantId = tenantId.isBlank() ? "common" : tenantId;
        if (!TENANT.matcher(tenantId).matches()) {
            throw new IllegalArgumentException(GROUP + ".tenant-id must be an id or a domain");
        }
        SafeAddress.require(GROUP, graphUrl, simulatorUrl);
        SafeAddress.require(GROUP, endpoint(tokenUrl, tenantId), simulatorUrl);
        CallLimits.configured(GROUP, deadline, bodyLimit, jsonDepth);
        if (!tokenDeadline.isPositive()) {
            throw new IllegalArgumentException(GROUP + ".token-deadline " + tokenDeadline + " must be positive");
        }
        if (pageSize < 1 || pageSize > MOST_PER_PAGE) {
            throw new IllegalArgumentException(
                    GROUP + ".page-size " + pageSize + " must be from 1 to " + MOST_PER_PAGE);
        }
        if (mailboxCalls < 1 || calls < 1) {
            throw new IllegalArgumentException(
                    GROUP + ".mailbox-calls " + mailboxCalls + " and calls " + calls + " must be positive");
        }
    }

    /// Where a refresh token is traded.
    URI tokenEndpoint() {
        return endpoint(tokenUrl, tenantId);
    }

    private static URI endpoint(@Nullable URI tokenUrl, String tenantId) {
        return tokenUrl == null
                ? URI.create("https://login.microsoftonline.com/" + tenantId + "/oauth2/v2.0/token")
                : tokenUrl;
    }

    /// Graph's root, not ending in a slash.
    URI root() {
        var url = graphUrl.toString();
        return url.endsWith("/") ? URI.create(url.substring(0, url.length() - 1)) : graphUrl;
    }

    CallLimits limits() {
        return CallLimits.configured(GROUP, deadline, bodyLimit, jsonDepth);
    }

    @Override
    public String toString() {
        return "MicrosoftSettings[graphUrl=" + graphUrl + ", tokenUrl=" + tokenEndpoint() + ", clientId=" + clientId
                + ", clientSecret=***]";
    }
}
