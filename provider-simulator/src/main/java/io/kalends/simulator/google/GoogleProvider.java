package io.kalends.simulator.google;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.kalends.simulator.http.Answer;
import io.kalends.simulator.http.Request;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.Provider;
import io.kalends.simulator.script.Twists;
import io.kalends.simulator.side.Tokens;
import io.kalends.simulator.traffic.Call;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.simulator.traffic.Vendor;
import io.kalends.simulator.world.Account;
import io.kalends.simulator.world.HeldCalendar;
import io.kalends.simulator.world.World;

/// Google's side of the wire: reads the address, checks the bearer, and hands over to the resource.
public final class GoogleProvider implements Provider {
    private static final String SCOPE = "https://www.googleapis.com/auth/calendar";
    private static final Set<String> READS_LISTS =
            Set.of(SCOPE, SCOPE + ".readonly", SCOPE + ".calendarlist", SCOPE + ".calendarlist.readonly");
    private static final Set<String> READS_EVENTS =
            Set.of(SCOPE, SCOPE + ".readonly", SCOPE + ".events", SCOPE + ".events.readonly");

    private final World world;
    private final Tokens tokens;
    private final InstantSource clock;
    private final TokenEndpoint tokenEndpoint;
    private final EventsResource events;
    private final CalendarListResource calendarList;
    private final GoogleErrors errors;

    GoogleProvider(World world, Tokens tokens, Supplier<GoogleRules> rules, InstantSource clock) {
        this.world = world;
        this.tokens = tokens;
        this.clock = clock;
        this.tokenEndpoint = new TokenEndpoint(tokens, rules);
        this.events = new EventsResource(rules);
        this.calendarList = new CalendarListResource(rules);
        this.errors = new GoogleErrors(rules);
    }

    @Override
    public Call read(Request request) {
        var address = GoogleAddress.of(request);
        var kind = address.kind();
        var secret = kind == RequestKind.TOKEN || kind == RequestKind.REVOKE;
        var query = secret ? request.form() : request.query();
        var user = secret ? tokenEndpoint.owner(query) : bearer(request);
        var calendar = "primary".equals(address.calendar()) ? user : address.calendar();
        return new Call(Vendor.GOOGLE, kind, clock.instant(), request.method(), request.path(), user, calendar, query);
    }

    @Override
    public Answer answer(Call call, Request request, Twists twists) {
        try {
            var fields = call.query().first("fields");
            var mask = fields == null ? null : FieldMask.parse(fields);
            var whole = processed(call, request, twists);
            return mask == null || whole.length() == 0 ? whole : Json.masked(whole, mask);
        } catch (Refusal refusal) {
            return errors.of(refusal);
        }
    }

    private Answer processed(Call call, Request request, Twists twists) {
        return switch (call.kind()) {
            case TOKEN -> tokenEndpoint.token(request, call.at(), twists);
            case REVOKE -> tokenEndpoint.revoke(request);
            case OTHER -> throw Refusal.notFound();
            case CALENDAR_LIST -> {
                var account = authenticated(request, call.at(), READS_LISTS);
                onlyGet(request);
                yield calendarList.list(account, call.query(), call.at(), twists);
            }
            case EVENTS, EVENT, INSTANCES -> events(call, request, twists);
        };
    }

    @Override
    public Answer refuse(int status, String reason, Request request) {
        return errors.of(status, reason);
    }

    @Override
    public Answer refuse(Fault.RefuseToken refusal, Request request) {
        return TokenEndpoint.error(refusal.status(), refusal.error(), refusal.description());
    }

    @Override
    public void forgetCursors(@Nullable String user) {
        world.forgetCursors(user);
    }

    private Answer events(Call call, Request request, Twists twists) {
        var account = authenticated(request, call.at(), READS_EVENTS);
        onlyGet(request);
        var calendar = calendar(account, call.calendar());
        var query = call.query();
        var eventId = GoogleAddress.of(request).event();
        return switch (call.kind()) {
            case EVENT -> events.get(account, calendar, eventId, query, request);
            case INSTANCES -> events.instances(account, calendar, eventId, query, twists);
            default -> events.list(account, calendar, query, call.at(), twists);
        };
    }

    private static HeldCalendar calendar(Account account, @Nullable String id) {
        return account.calendar(String.valueOf(id))
                .filter(calendar -> !calendar.facts().deleted())
                .orElseThrow(Refusal::notFound);
    }

    private Account authenticated(Request request, Instant now, Set<String> scopes) {
        var access = tokens.access(token(request))
                .filter(known -> known.expires().isAfter(now))
                .orElseThrow(() -> Refusal.of(401, "authError", "Invalid Credentials"));
        if (!access.covers(scopes)) {
            throw Refusal.of(403, "insufficientPermissions", "Insufficient Permission");
        }
        return world.account(access.email()).orElseThrow(() -> Refusal.of(401, "authError", "Invalid Credentials"));
    }

    private @Nullable String bearer(Request request) {
        return tokens.access(token(request)).map(Tokens.Access::email).orElse(null);
    }

    private static String token(Request request) {
        var header = request.header("authorization");
        return header != null && header.toLowerCase(Locale.ROOT).startsWith("bearer ")
                ? header.substring(7).strip()
                : "";
    }

    private static void onlyGet(Request request) {
        if (!request.method().equals("GET")) {
            throw Refusal.of(
                    405, "httpMethodNotAllowed", "This simulator only reads; " + request.method() + " writes.");
        }
    }
}
