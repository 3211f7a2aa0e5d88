package io.kalends.health.web;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/// Stands before everything: security headers, no page of another origin, no name but this machine's, no large body.
///
/// Whoever reaches a loopback port may ask anything; a browser on this machine must not do so on behalf of a foreign
/// page, be it by a form, a script or a name that was made to point here.
final class GuardFilter extends OncePerRequestFilter {

    private static final int LARGEST_BODY = 64 * 1024;
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

    private final ProblemWriter problems;

    GuardFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        SecurityHeaders.addTo(response);
        if (request.getRequestURI().startsWith("/api/")) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        if (!isLoopback(request.getServerName())) {
            problems.write(
                    request,
                    response,
                    403,
                    "foreign-host",
                    "Host " + Problems.shown(request.getServerName())
                            + " is not this machine; in security mode none call it localhost or 127.0.0.1.");
        } else if (!READING.contains(request.getMethod()) && isForeign(request)) {
            problems.write(
                    request,
                    response,
                    403,
                    "foreign-origin",
                    "A page of another origin may not ask for this; use the page of this service or a client that "
                            + "is no browser.");
        } else if (READING.contains(request.getMethod())) {
            chain.doFilter(request, response);
        } else {
            var body = request.getInputStream().readNBytes(LARGEST_BODY + 1);
            if (body.length > LARGEST_BODY) {
                response.setHeader(HttpHeaders.CONNECTION, "close");
                problems.write(
                        request,
                        response,
                        413,
                        "body-too-large",
                        "The body is larger than " + LARGEST_BODY + " bytes; send less.");
            } else {
                chain.doFilter(new BufferedRequest(request, body), response);
            }
        }
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    private static boolean isForeign(HttpServletRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null && !OWN_SITE.contains(site)) {
            return true;
        }
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && !authority(origin).equals(request.getHeader(HttpHeaders.HOST));
    }

    private static String authority(String origin) {
        try {
            var authority = URI.create(origin).getAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static boolean isLoopback(@Nullable String host) {
        if (host == null) {
            return true;
        }
        var name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.matches("127(\\.[0-9]{1,3}){3}")
                || name.equals("[::1]")
                || name.equals("::1")
                || name.equals("[0:0:0:0:0:0:0:1]");
    }
}
