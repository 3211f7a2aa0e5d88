package io.kalends.worker.provider;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

import io.kalends.core.connection.ConnectionKey;
import io.kalends.core.memory.MemorySyncStore;
import io.kalends.core.memory.MemoryTokenVault;
import io.kalends.core.plan.Brake;
import io.kalends.core.token.RefreshToken;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.SimulatorSettings;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.script.RequestMatch;
import io.kalends.simulator.side.SimulatedUser;
import io.kalends.simulator.traffic.RequestKind;
import io.kalends.worker.provider.ProviderUnderTest.LostPlace;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/// One provider and the engine that reads it, for a whole class of tests; each test brings users of its own.
final class Stage implements AutoCloseable {

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final Duration IMPATIENT = Duration.ofMillis(700);

    private final ProviderUnderTest provider;
    private final OwnClock clock = new OwnClock(NOON);
    private final ProviderSimulator simulator =
            ProviderSimulator.start(SimulatorSettings.defaults(clock).withSeed(7));
    private final MemorySyncStore store = new MemorySyncStore(clock);
    private final MemoryTokenVault vault = new MemoryTokenVault(clock);
    private final AtomicInteger users = new AtomicInteger();
    private final Engine patient;
    private @Nullable Engine impatient;
    private Engine engine;

    Stage(ProviderUnderTest provider) {
        this.provider = provider;
        patient = engine(PATIENT);
        engine = patient;
    }

    private Engine engine(Duration deadline) {
        return new Engine(provider, provider.settings(simulator, deadline), clock, store, vault);
    }

    /// It is noon again, everything goes as usual, and a new user has connected an empty calendar.
    ConnectedUser opens() {
        return opens(BERLIN);
    }

    ConnectedUser opens(ZoneId zone) {
        clock.set(NOON);
        engine = patient;
        patient.provider().hideNothing();
        store.brake(Brake.OFF);
        simulator.faults().clear();
        simulator.requests().clear();
        provider.playByTheUsualRules(simulator);
        return another(zone);
    }

    /// One more user with an empty calendar.
    ConnectedUser another() {
        return another(BERLIN);
    }

    private ConnectedUser another(ZoneId zone) {
        var number = users.incrementAndGet();
        var user = provider.side(simulator).addUser("anna" + number + "@example.com", zone);
        var key = new ConnectionKey("acme", "anna" + number, provider.provider());
        store.link(key);
        connect(key, user);
        return new ConnectedUser(this, key, user);
    }

    /// The user gives consent and we keep the grant.
    void connect(ConnectionKey key, SimulatedUser user) {
        vault.connect(key, new RefreshToken(user.refreshToken()), null);
    }

    /// One test for each way in which the provider may play.
    Stream<DynamicTest> everyWay(Consumer<ConnectedUser> test) {
        return provider.quirks().stream()
                .map(quirk -> dynamicTest(quirk.name(), () -> {
                    var anna = opens();
                    quirk.rules().accept(simulator);
                    test.accept(anna);
                }));
    }

    /// One test for each way in which the provider may lose a reader's place.
    Stream<DynamicTest> everyLoss(BiConsumer<ConnectedUser, LostPlace> test) {
        return provider.lostPlaces().stream()
                .map(loss -> dynamicTest(loss.name(), () -> {
                    var anna = opens();
                    loss.rules().accept(simulator);
                    test.accept(anna, loss);
                }));
    }

    /// From now on until the next opening, too many deletions at once are held. Otherwise tests may delete what they
    /// like.
    void brakes() {
        store.brake(Brake.USUAL);
    }

    /// From now on until the next opening, calls are given up soon.
    void losePatience() {
        if (impatient == null) {
            impatient = engine(IMPATIENT);
        }
        engine = impatient;
    }

    /// Happens to every call of `anna` to the calendar API from now on.
    void spoil(ConnectedUser anna, Fault fault) {
        simulator.faults().add(calls(anna), fault);
    }

    /// Happens to the next call of `anna` to the calendar API.
    void spoilOnce(ConnectedUser anna, Fault fault) {
        simulator.faults().add(calls(anna).once(), fault);
    }

    /// Happens to requests of one kind.
    void spoil(RequestMatch which, Fault fault) {
        simulator.faults().add(which.at(provider.vendor()), fault);
    }

    private RequestMatch calls(ConnectedUser anna) {
        return RequestMatch.on(RequestKind.EVENTS, RequestKind.EVENT, RequestKind.INSTANCES, RequestKind.CALENDAR_LIST)
                .at(provider.vendor())
                .ofUser(anna.user().email());
    }

    /// Nothing is wrong any more.
    void calm() {
        simulator.faults().clear();
    }

    ProviderUnderTest provider() {
        return provider;
    }

    ProviderSimulator simulator() {
        return simulator;
    }

    OwnClock clock() {
        return clock;
    }

    MemorySyncStore store() {
        return store;
    }

    MemoryTokenVault vault() {
        return vault;
    }

    Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        patient.close();
        if (impatient != null) {
            impatient.close();
        }
        simulator.close();
    }

    @Override
    public String toString() {
        return provider.provider().id();
    }
}
