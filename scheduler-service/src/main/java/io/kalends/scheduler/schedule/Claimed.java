package io.kalends.scheduler.schedule;

import java.util.List;
import java.util.Map;

/// What a round has claimed.
///
/// @param requests to be published, in this order
/// @param superseded how many requests were replaced because nobody answered them
/// @param paced how many connections only the pace of their provider keeps waiting, by provider, as far as counted
public record Claimed(List<Request> requests, int superseded, Map<String, Integer> paced) {

    static final Claimed NOTHING = new Claimed(List.of(), 0, Map.of());

    public Claimed {
        requests = List.copyOf(requests);
        paced = Map.copyOf(paced);
    }
}
