package io.kalends.simulator.control;

import java.time.DateTimeException;
import java.util.List;

import io.kalends.simulator.google.GoogleSide;
import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.HttpDoor;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.microsoft.MicrosoftSide;
import io.kalends.simulator.script.FaultScript;
import io.kalends.simulator.traffic.RequestLog;

/// `/control/…`: finds who is responsible, and words what went wrong.
public final class ControlApi implements HttpDoor.Handler {
    private final SideControl google;
    private final GoogleRulesControl googleRules;
    private final SideControl microsoft;
    private final MicrosoftRulesControl microsoftRules;
    private final FaultsControl faults;
    private final RequestsControl requests;

    public ControlApi(GoogleSide google, MicrosoftSide microsoft, FaultScript faults, RequestLog requests) {
        this.google = new SideControl(google);
        this.googleRules = new GoogleRulesControl(google);
        this.microsoft = new SideControl(microsoft);
        this.microsoftRules = new MicrosoftRulesControl(microsoft);
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
            case "google" -> areRules(rest) ? googleRules.answer(request) : google.answer(request, rest);
            case "microsoft" -> areRules(rest) ? microsoftRules.answer(request) : microsoft.answer(request, rest);
            case "faults" -> faults.answer(request, rest);
            case "requests" -> requests.answer(request, rest);
            default -> throw new Unknown(request);
        };
    }

    private static boolean areRules(List<String> path) {
        return path.equals(List.of("rules"));
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
