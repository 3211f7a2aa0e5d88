package io.kalends.simulator.microsoft;

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
import io.kalends.simulator.world.World;

/// Microsoft's side of the wire: reads the address, checks the bearer, and hands over to the resource.
public final class MicrosoftProvider implements Provider {
    private static final String SCOPE = "https://graph.microsoft.com/Calendars.";
    private static final Set<String> READS_CALENDARS = Set.of(SCOPE + "Read", SCOPE + "ReadWrite");

    private final World world;
    private final Tokens tokens;
    private final Supplier<MicrosoftRules> rules;
    private final InstantSource clock;
    private final RequestIds ids;
    private final GraphErrors errors;
    private final EntraErrors entraErrors;
    private final TokenEndpoint tokenEndpoint;
    private final MailboxGate gate = new MailboxGate();
    private final DeltaResource deltas;

    MicrosoftProvider(World world, Tokens tokens, Supplier<MicrosoftRules> rules, InstantSource clock) {
        this.world = world;
        this.tokens = tokens;
        this.rules = rules;
        this.clock = clock;
        this.ids = new RequestIds(world.ids());
        this.errors = new GraphErrors(rules, clock, ids);
        this.entraErrors = new EntraErrors(ids);
        this.tokenEndpoint = new TokenEndpoint(tokens, rules, entraErrors);
        this.deltas = new DeltaResource(world.ids().seed());
    }

    @Override
    public @Nullable Call read(Request request) {
        var address = GraphAddress.of(request);
        if (address == null) {
            return null;
        }
        var secret = address instanceof GraphAddress.Token;
        var query = secret ? request.form() : request.query();
        var user = secret ? tokenEndpoint.owner(query) : bearer(request);
        var calendar = user == null
                ? null
                : world.account(user)
                        .flatMap(account -> Place.calendar(address, account))
                        .orElse(null);
        return new Call(
                Vendor.MICROSOFT,
                address.kind(),
                clock.instant(),
                request.method(),
                request.path(),
                user,
                calendar,
                query);
    }

    @Override
    public @Nullable Answer admit(Call call, Request request) {
        var mailbox = call.user();
        var entered = mailbox == null
                || call.kind() == RequestKind.TOKEN
                || gate.enter(mailbox, rules.get().mailboxConcurrency());
        return entered ? null : errors.of(429, "ApplicationThrottled", request).with("Retry-After", "1");
    }

    @Override
    public void leave(Call call) {
        var mailbox = call.user();
        if (mailbox != null && call.kind() != RequestKind.TOKEN) {
            gate.leave(mailbox);
        }
    }

    @Override
    public Answer answer(Call call, Request request, Twists twists) {
        if (call.kind() == RequestKind.TOKEN) {
            return tokenEndpoint.token(request, call.at(), twists);
        }
        try {
            return labelled(processed(call, request, twists), request);
        } catch (Refusal refusal) {
            return errors.of(refusal, request);
        }
    }

    @Override
    public Answer refuse(int status, String reason, Request request) {
        return errors.of(status, reason, request);
    }

    @Override
    public Answer refuse(Fault.RefuseToken refusal, Request request) {
        return entraErrors.of(refusal, request, clock.instant());
    }

    @Override
    public void forgetCursors(@Nullable String user) {
        world.forgetCursors(user);
    }

    private Answer processed(Call call, Request request, Twists twists) {
        var address = GraphAddress.of(request);
        var account = authenticated(request, call.at());
        if (address == null || address instanceof GraphAddress.Unknown) {
            throw Refusal.of(404, "ResourceNotFound", "Resource not found for the segment.");
        }
        if (!request.method().equals("GET")) {
            throw Refusal.of(
                    405, "Request_MethodNotAllowed", "This simulator only reads; " + request.method() + " writes.");
        }
        var wishes = Preferences.of(request);
        var ask = new Ask(account, request, new GraphQuery(call.query()), wishes, rules.get(), twists, call.at());
        var answer = answer(ask, address);
        return wishes.applied() == null ? answer : answer.with("Preference-Applied", wishes.applied());
    }

    private Answer answer(Ask ask, GraphAddress address) {
        var account = ask.account();
        return switch (address) {
            case GraphAddress.Calendars() -> CalendarsResource.list(ask);
            case GraphAddress.Calendar(var calendar) -> CalendarsResource.get(ask, Place.held(calendar, account));
            case GraphAddress.View(var calendar) ->
                EventsResource.view(ask, Place.held(calendar, account), Place.path(calendar) + "/calendarView");
            case GraphAddress.Delta(var calendar) ->
                deltas.page(ask, Place.held(calendar, account), Place.path(calendar) + "/calendarView/delta");
            case GraphAddress.Event(var calendar, var event) -> {
                var place = Place.of(calendar, event, account);
                yield EventsResource.get(ask, place.held(), place.event());
            }
            case GraphAddress.Instances(var calendar, var event) -> {
                var place = Place.of(calendar, event, account);
                var path = Place.path(calendar) + "/events/" + GraphQuery.encoded(event) + "/instances";
                yield EventsResource.instances(ask, place.held(), place.event(), path);
            }
            case GraphAddress.Token _, GraphAddress.Unknown _ -> throw Refusal.notFound();
        };
    }

    private Answer labelled(Answer answer, Request request) {
        var id = ids.next();
        return answer.with("request-id", id).with("client-request-id", RequestIds.ofClient(request, id));
    }

    private Account authenticated(Request request, Instant now) {
        var token = token(request);
        if (token.isEmpty()) {
            throw Refusal.of(401, "InvalidAuthenticationToken", "Access token is empty.");
        }
        var access = tokens.access(token)
                .orElseThrow(() -> Refusal.of(
                        401, "InvalidAuthenticationToken", "CompactToken parsing failed with error code: 80049217"));
        if (!access.expires().isAfter(now)) {
            throw Refusal.of(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.");
        }
        if (!access.covers(READS_CALENDARS)) {
            throw Refusal.of(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
        }
        return world.account(access.email()).orElseThrow(Refusal::notFound);
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
}
