package io.kalends.worker.provider;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

import io.kalends.core.connection.Provider;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.google.GoogleCalendar;
import io.kalends.simulator.google.GoogleRules;
import io.kalends.simulator.google.GoogleSide;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.traffic.Vendor;
import io.kalends.worker.google.GoogleAccount;

/// Google as the contract needs it.
final class AtGoogle implements ProviderUnderTest {

    @Override
    public Provider provider() {
        return Provider.GOOGLE;
    }

    @Override
    public Vendor vendor() {
        return Vendor.GOOGLE;
    }

    @Override
    public String room() {
        return GoogleAccount.class.getPackageName();
    }

    @Override
    public Map<String, Object> settings(ProviderSimulator simulator, Duration deadline) {
        return Map.of(
                "kalends.google.api-url",
                simulator.googleApiUrl(),
                "kalends.google.token-url",
                simulator.googleTokenUrl(),
                "kalends.google.client-id",
                CLIENT_ID,
                "kalends.google.client-secret",
                CLIENT_SECRET,
                "kalends.google.deadline",
                deadline.toMillis() + "ms",
                "kalends.google.token-deadline",
                deadline.toMillis() + "ms");
    }

    @Override
    public Doors doors(BeanFactory room) {
        var account = room.getBean(GoogleAccount.class);
        return new Doors(account.calendars(), account.tokens());
    }

    @Override
    public GoogleSide side(ProviderSimulator simulator) {
        return simulator.google();
    }

    @Override
    public void playByTheUsualRules(ProviderSimulator simulator) {
        simulator.google().changeRules(_ -> GoogleRules.defaults().withClient(CLIENT_ID, CLIENT_SECRET));
    }

    @Override
    public void changeTheClientSecret(ProviderSimulator simulator) {
        simulator.google().changeRules(rules -> rules.withClient(CLIENT_ID, "another"));
    }

    @Override
    public void keepPagesTo(ProviderSimulator simulator, int items) {
        simulator.google().changeRules(rules -> rules.withLargestPage(items));
    }

    @Override
    public void issueTokensFor(ProviderSimulator simulator, Duration life) {
        simulator.google().changeRules(rules -> rules.withAccessTokenLife(life));
    }

    @Override
    public void rotateRefreshTokens(ProviderSimulator simulator) {
        simulator.google().changeRules(rules -> rules.withRotatingRefreshTokens(true));
    }

    @Override
    public List<Quirk> quirks() {
        return List.of(
                quirk("deltas left as they are", rules -> rules.withDeltasFilteredToWindow(false)),
                quirk("deltas filtered to the window", rules -> rules.withDeltasFilteredToWindow(true)),
                quirk("tokens too long for an address", rules -> rules.withTokenPadding(3000)));
    }

    @Override
    public List<LostPlace> lostPlaces() {
        return List.of(
                lost("forgotten", rules -> rules),
                lost("forgotten, in the newer words", rules -> rules.withNewErrorShape(true)),
                damaged(400),
                damaged(410),
                new LostPlace(
                        "too old",
                        quirk("", rules -> rules.withSyncTokenLife(Duration.ofMinutes(30)))
                                .rules(),
                        _ -> {}));
    }

    @Override
    public Fault limit(@Nullable String retryAfter) {
        return new Fault.Refuse(429, "rateLimitExceeded", retryAfter);
    }

    @Override
    public Fault placeLost() {
        return Fault.refuse(410, "fullSyncRequired");
    }

    @Override
    public Fault forbidden() {
        return Fault.refuse(403, "forbidden");
    }

    @Override
    public Fault scopeMissing() {
        return Fault.refuse(403, "insufficientPermissions");
    }

    @Override
    public Fault applicationFault() {
        return Fault.refuse(403, "accessNotConfigured");
    }

    @Override
    public boolean hide(SimulatedCalendar calendar) {
        ((GoogleCalendar) calendar).hide(true);
        return true;
    }

    private static Quirk quirk(String name, UnaryOperator<GoogleRules> rules) {
        return new Quirk(name, simulator -> simulator.google().changeRules(rules));
    }

    private static LostPlace lost(String name, UnaryOperator<GoogleRules> rules) {
        return new LostPlace(
                name, quirk(name, rules).rules(), user -> user.user().forgetCursors());
    }

    private static LostPlace damaged(int status) {
        var name = "damaged, " + status;
        return new LostPlace(
                name,
                quirk(name, rules -> rules.withDamagedTokenStatus(status)).rules(),
                ConnectedUser::damagesItsPlace);
    }
}
