package io.kalends.health.web;

import java.io.IOException;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Server-sent events. Each stream occupies the virtual thread of its request until somebody closes it.
@RestController
@Tag(name = "health")
@ApiResponse(
        responseCode = "default",
        description = "What went wrong, and what to do.",
        content =
                @Content(
                        mediaType = "application/problem+json",
                        schema = @Schema(implementation = ProblemDetail.class)))
final class StreamController {

    private final Changes changes;
    private final HealthProperties properties;

    StreamController(Changes changes, HealthProperties properties) {
        this.changes = changes;
        this.properties = properties;
    }

    @GetMapping("/api/calendar/health/stream")
    @Operation(
            operationId = "stream",
            summary = "Changes as they happen",
            description =
                    "Server-sent events 'health', each the entry of one connection as the list has it. A disconnected "
                            + "connection comes once more with state DISCONNECTED. Events 'incident', each an incident of a provider, as it opens, "
                            + "recovers and closes; the connections that wait for it are not told one by one. What happened while nobody listened is not "
                            + "repeated: open the stream, then read the list.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string")))
    void stream(
            @RequestParam(required = false) @Nullable String tenantId,
            @RequestParam(required = false) @Nullable String userId,
            @RequestParam(required = false) @Nullable String provider,
            HttpServletResponse response)
            throws InterruptedException {
        var stream = changes.open(StatusFilter.filter(tenantId, userId, provider, null));
        try {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE + ";charset=UTF-8");
            response.setHeader("X-Accel-Buffering", "no");
            write(response, "retry: 3000\n: open\n\n");
            while (stream.isOpen()) {
                var frame = stream.next(properties.heartbeat());
                write(response, frame == null ? ": alive\n\n" : frame);
            }
        } catch (IOException _) {
            // The reader went away; that is how streams end.
        } finally {
            changes.close(stream);
        }
    }

    private static void write(HttpServletResponse response, String frame) throws IOException {
        response.getWriter().write(frame);
        response.flushBuffer();
        if (response.getWriter().checkError()) {
            throw new IOException("reader gone");
        }
    }
}
