package io.kalends.health.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

/// Answers for requests that Tomcat refuses before any application sees them, such as one with a broken request line.
/// Public with a public constructor because Tomcat makes it by name.
public final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable cause) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var body = """
                {"type":"urn:kalends:problem:%1$s","title":"Request refused","status":%2$d,\
                "detail":"The request is not well-formed HTTP or its address holds characters that are not allowed; \
                percent-encode them.","code":"%1$s"}""".formatted(Problems.code(status), status);
        try {
            SecurityHeaders.addTo(response);
            response.setContentType("application/problem+json");
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            response.finishResponse();
        } catch (IOException _) {
            // The caller is gone; there is nobody to tell.
        }
    }
}
