package io.kalends.simulator.control;

import java.time.DateTimeException;
import java.util.List;

import io.kalends.simulator.google.GoogleSide;
import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.HttpDoor;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.script.FaultScript;
import io.kalends.simulator.traffic.RequestLog;

/// `/control/…`: finds who is responsible, and words what went wrong.
public final class ControlApi implements HttpDoor.Handler {
    private final GoogleControl google;
    private final RulesControl rules;
    private final FaultsControl faults;
    private final RequestsControl requests;

    public ControlApi(GoogleSide google, FaultScript faults, RequestLog requests) {
        this.google = new GoogleControl(google);
        this.rules = new RulesControl(google);
        this.faults = new FaultsControl(faults);
        this.requests = new RequestsControl(requests);
    }

    @Override
    public Answer answer(Request request) {
        try {
            return route(request, List.of(request.segments()));
        } catch (Unknown unknown) {
            return error(404, unknown);
        } catch (IllegalArgumentException | IllegalStateException | DateTimeException | ArithmeticException refused) {
            return error(400, refused);
        }
    }

    private Answer route(Request request, List<String> path) {
        var rest = path.subList(Math.min(2, path.size()), path.size());
        return switch (path.size() < 2 ? "" : path.get(1)) {
            case "google" -> rest.equals(List.of("rules")) ? rules.answer(request) : google.answer(request, rest);
            case "faults" -> faults.answer(request, rest);
            case "requests" -> requests.answer(request, rest);
            default -> throw new Unknown(request);
        };
    }

    private static Answer error(int status, RuntimeException cause) {
        return ControlJson.answer(status, ControlJson.object().put("error", String.valueOf(cause.getMessage())));
    }

    /// There is nothing at this address for this method.
    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unknown(Request request) {
            super("nothing is known of " + request.method() + " " + request.path()
                    + "; see the README of provider-simulator");
        }
    }
}
