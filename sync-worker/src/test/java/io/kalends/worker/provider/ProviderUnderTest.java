package io.kalends.worker.provider;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

import io.kalends.core.connection.Provider;
import io.kalends.core.provider.CalendarProvider;
import io.kalends.core.token.TokenEndpoint;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.side.ProviderSide;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.traffic.Vendor;

/// A provider as the contract needs it: its room of the worker, its side of the simulator, and its words for trouble.
interface ProviderUnderTest {

    String CLIENT_ID = "client-7";
    String CLIENT_SECRET = "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6789";

    Provider provider();

    Vendor vendor();

    /// The package of its adapter.
    String room();

    /// How the adapter is set up to reach the simulator, as `sync-worker.yml` would say it.
    ///
    /// @param deadline of every call, body included
    Map<String, Object> settings(ProviderSimulator simulator, Duration deadline);

    /// The adapter, from a context made of its room.
    Doors doors(BeanFactory room);

    ProviderSide<?> side(ProviderSimulator simulator);

    /// Puts all its rules back to the usual ones; only [#CLIENT_ID] with [#CLIENT_SECRET] is let in.
    void playByTheUsualRules(ProviderSimulator simulator);

    /// From now on only some other client secret is accepted.
    void changeTheClientSecret(ProviderSimulator simulator);

    /// No page holds more than `items`.
    void keepPagesTo(ProviderSimulator simulator, int items);

    /// Access tokens live this long.
    void issueTokensFor(ProviderSimulator simulator, Duration life);

    /// Every refresh hands out a new refresh token and ends the one that was used.
    void rotateRefreshTokens(ProviderSimulator simulator);

    /// What it leaves open or lets vary in how it tells changes, one by one; an adapter has to cope with each.
    List<Quirk> quirks();

    /// Every way in which it has been seen to lose the place of a reader.
    List<LostPlace> lostPlaces();

    /// What it says when there were too many calls.
    ///
    /// @param retryAfter the header as sent, null for none
    Fault limit(@Nullable String retryAfter);

    /// What it says to whoever has lost the place.
    Fault placeLost();

    /// What it says to a call that this user may never make.
    Fault forbidden();

    /// What it says when the user's grant does not cover the call.
    Fault scopeMissing();

    /// What its API says when the application itself is not set up for it; null when it has no word for that.
    @Nullable
    Fault applicationFault();

    /// The user takes a calendar off the list without giving it up.
    ///
    /// @return false when there is no such thing here
    boolean hide(SimulatedCalendar calendar);

    /// The two doors of an adapter.
    record Doors(CalendarProvider calendars, TokenEndpoint tokens) {}

    /// One way to play.
    record Quirk(String name, Consumer<ProviderSimulator> rules) {}

    /// One way to lose a reader's place.
    ///
    /// @param rules in force from the start
    /// @param lose makes the place useless, after it was given out and an hour has passed
    record LostPlace(String name, Consumer<ProviderSimulator> rules, Consumer<ConnectedUser> lose) {}
}
