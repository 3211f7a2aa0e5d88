package io.kalends.health.web;

import java.io.IOException;

import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/// Answers for errors that no controller of ours saw, such as those of the servlet container.
@Controller
@Hidden
final class FallbackController implements ErrorController {

    private final ProblemWriter problems;

    FallbackController(ProblemWriter problems) {
        this.problems = problems;
    }

    @RequestMapping("/error")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        problems.write(
                request,
                response,
                status,
                Problems.code(status),
                status < 500
                        ? "The request was refused; the paths and their methods are listed at /v3/api-docs."
                        : "This should not have happened; the cause is in the log of health-api.");
    }
}
