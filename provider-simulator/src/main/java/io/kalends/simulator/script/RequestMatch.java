package io.kalends.simulator.script;

import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.traffic.Call;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.Vendor;

/// Which requests a fault or a gate is for. Starts with all of a kind; each method narrows it.
///
/// @param kinds       empty for all
/// @param provider    null for any
/// @param user        e-mail address, null for any
/// @param calendar    id, null for any
/// @param having      a query parameter that must be there, null for none
/// @param lacking     a query parameter that must not be there, null for none
/// @param nth         the first matching request it is for, counting from 1
/// @param times       how many of the requests from `nth` on; [Integer#MAX_VALUE] for ever
/// @param probability from 0 to 1, rolled from the simulator's seed for each request that is otherwise right
/// @param from        by the simulator's clock, inclusive; null for always
/// @param until       by the simulator's clock, exclusive; null for always
public record RequestMatch(
        Set<RequestKind> kinds,
        @Nullable Vendor provider,
        @Nullable String user,
        @Nullable String calendar,
        @Nullable String having,
        @Nullable String lacking,
        int nth,
        int times,
        double probability,
        @Nullable Instant from,
        @Nullable Instant until) {
    public RequestMatch {
        kinds = Set.copyOf(kinds);
        if (nth < 1 || times < 1 || !(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "nth and times start at 1 and probability lies between 0 and 1, but got nth=" + nth + ", times="
                            + times + ", probability=" + probability);
        }
    }

    /// Every request, for ever.
    public static RequestMatch any() {
        return new RequestMatch(Set.of(), null, null, null, null, null, 1, Integer.MAX_VALUE, 1, null, null);
    }

    /// Every request of these kinds, for ever.
    public static RequestMatch on(RequestKind... kinds) {
        return new RequestMatch(Set.of(kinds), null, null, null, null, null, 1, Integer.MAX_VALUE, 1, null, null);
    }

    /// Only requests to one provider.
    public RequestMatch at(Vendor vendor) {
        return new RequestMatch(kinds, vendor, user, calendar, having, lacking, nth, times, probability, from, until);
    }

    public RequestMatch ofUser(String email) {
        return new RequestMatch(
                kinds, provider, email, calendar, having, lacking, nth, times, probability, from, until);
    }

    public RequestMatch ofCalendar(String id) {
        return new RequestMatch(kinds, provider, user, id, having, lacking, nth, times, probability, from, until);
    }

    /// Only requests that carry the query parameter `name`.
    public RequestMatch having(String name) {
        return new RequestMatch(kinds, provider, user, calendar, name, lacking, nth, times, probability, from, until);
    }

    /// Only requests without the query parameter `name`.
    public RequestMatch lacking(String name) {
        return new RequestMatch(kinds, provider, user, calendar, having, name, nth, times, probability, from, until);
    }

    /// Begins with the n-th matching request.
    public RequestMatch fromNth(int number) {
        return new RequestMatch(
                kinds, provider, user, calendar, having, lacking, number, times, probability, from, until);
    }

    public RequestMatch once() {
        return times(1);
    }

    public RequestMatch times(int number) {
        return new RequestMatch(
                kinds, provider, user, calendar, having, lacking, nth, number, probability, from, until);
    }

    public RequestMatch withProbability(double chance) {
        return new RequestMatch(kinds, provider, user, calendar, having, lacking, nth, times, chance, from, until);
    }

    public RequestMatch between(@Nullable Instant begin, @Nullable Instant end) {
        return new RequestMatch(kinds, provider, user, calendar, having, lacking, nth, times, probability, begin, end);
    }

    /// Whether `call` is of the right sort, number and chance aside.
    boolean describes(Call call) {
        return (kinds.isEmpty() || kinds.contains(call.kind()))
                && (provider == null || provider == call.provider())
                && (user == null || user.equals(call.user()))
                && (calendar == null || calendar.equals(call.calendar()))
                && (having == null || call.query().has(having))
                && (lacking == null || !call.query().has(lacking))
                && (from == null || !call.at().isBefore(from))
                && (until == null || call.at().isBefore(until));
    }
}
