package io.kalends.simulator.control;

import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.script.FaultRule;
import io.kalends.simulator.script.FaultScript;

/// `/control/faults`.
final class FaultsControl {
    private final FaultScript script;

    FaultsControl(FaultScript script) {
        this.script = script;
    }

    Answer answer(Request request, List<String> path) {
        return switch (request.method() + " " + path.size()) {
            case "GET 0" -> list();
            case "POST 0" -> add(Fields.of(request));
            case "DELETE 0" -> {
                script.clear();
                yield Answer.empty(204);
            }
            case "DELETE 1" -> {
                if (!script.remove(Long.parseLong(path.getFirst()))) {
                    throw new ControlApi.Unknown(request);
                }
                yield Answer.empty(204);
            }
            default -> throw new ControlApi.Unknown(request);
        };
    }

    private Answer list() {
        var all = ControlJson.array();
        script.rules().forEach(rule -> all.add(json(rule)));
        return ControlJson.answer(200, ControlJson.object().set("faults", all));
    }

    private Answer add(Fields json) {
        var match = FaultReader.match(json.object("match")
                .orElseThrow(() -> new IllegalArgumentException("\"match\" is missing; {} matches everything")));
        var described = new ArrayList<>(json.list("faults"));
        if (described.isEmpty()) {
            throw new IllegalArgumentException("\"faults\" must be a list of at least one fault");
        }
        json.nothingElse();
        return ControlJson.answer(201, json(script.add(match, FaultReader.faults(described))));
    }

    private static ObjectNode json(FaultRule rule) {
        var json = ControlJson.object().put("id", rule.id()).put("hits", rule.hits());
        json.set("match", ControlJson.of(rule.match()));
        var faults = json.putArray("faults");
        rule.faults().forEach(fault -> faults.add(fault.toString()));
        return json;
    }
}
