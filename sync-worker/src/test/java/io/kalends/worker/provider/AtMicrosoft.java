package io.kalends.worker.provider;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

import io.kalends.core.connection.Provider;
import io.kalends.simulator.ProviderSimulator;
import io.kalends.simulator.microsoft.CursorRules.LostCursor;
import io.kalends.simulator.microsoft.MicrosoftRules;
import io.kalends.simulator.microsoft.MicrosoftSide;
import io.kalends.simulator.microsoft.SeriesRules.DeletedOccurrence;
import io.kalends.simulator.microsoft.SeriesRules.DeletedSeries;
import io.kalends.simulator.microsoft.SeriesRules.EditedMaster;
import io.kalends.simulator.microsoft.SeriesRules.EditedOccurrence;
import io.kalends.simulator.script.Fault;
import io.kalends.simulator.side.SimulatedCalendar;
import io.kalends.simulator.traffic.Vendor;
import io.kalends.worker.microsoft.MicrosoftAccount;

/// Microsoft as the contract needs it.
final class AtMicrosoft implements ProviderUnderTest {

    @Override
    public Provider provider() {
        return Provider.OUTLOOK;
    }

    @Override
    public Vendor vendor() {
        return Vendor.MICROSOFT;
    }

    @Override
    public String room() {
        return MicrosoftAccount.class.getPackageName();
    }

    @Override
    public Map<String, Object> settings(ProviderSimulator simulator, Duration deadline) {
        return Map.of(
                "kalends.microsoft.graph-url",
                simulator.graphUrl(),
                "kalends.microsoft.token-url",
                simulator.microsoftTokenUrl(),
                "kalends.microsoft.client-id",
                CLIENT_ID,
                "kalends.microsoft.client-secret",
                CLIENT_SECRET,
                "kalends.microsoft.deadline",
                deadline.toMillis() + "ms",
                "kalends.microsoft.token-deadline",
                deadline.toMillis() + "ms");
    }

    @Override
    public Doors doors(BeanFactory room) {
        var account = room.getBean(MicrosoftAccount.class);
        return new Doors(account.calendars(), account.tokens());
    }

    @Override
    public MicrosoftSide side(ProviderSimulator simulator) {
        return simulator.microsoft();
    }

    @Override
    public void playByTheUsualRules(ProviderSimulator simulator) {
        simulator.microsoft().changeRules(_ -> MicrosoftRules.defaults().withClient(CLIENT_ID, CLIENT_SECRET));
    }

    @Override
    public void changeTheClientSecret(ProviderSimulator simulator) {
        simulator.microsoft().changeRules(rules -> rules.withClient(CLIENT_ID, "another"));
    }

    @Override
    public void keepPagesTo(ProviderSimulator simulator, int items) {
        simulator.microsoft().changeRules(rules -> rules.withLargestPage(items));
    }

    @Override
    public void issueTokensFor(ProviderSimulator simulator, Duration life) {
        simulator.microsoft().changeRules(rules -> rules.withAccessTokenLife(life));
    }

    @Override
    public void rotateRefreshTokens(ProviderSimulator simulator) {
        simulator.microsoft().changeRules(rules -> rules.withRotatingRefreshTokens(true, true));
    }

    @Override
    public List<Quirk> quirks() {
        return List.of(
                quirk("series as such are listed", rules -> rules.withMastersListed(true)),
                quirk("series as such are not listed", rules -> rules.withMastersListed(false)),
                quirk(
                        "an occurrence called off is removed",
                        rules -> rules.withDeletedOccurrence(DeletedOccurrence.TOMBSTONE)),
                quirk(
                        "an occurrence called off shows in its series only",
                        rules -> rules.withDeletedOccurrence(DeletedOccurrence.SILENT_MASTER)),
                quirk(
                        "a changed occurrence comes alone",
                        rules -> rules.withEditedOccurrence(EditedOccurrence.ONLY_EXCEPTION)),
                quirk("a changed series comes alone", rules -> rules.withEditedMaster(EditedMaster.ONLY_MASTER)),
                quirk(
                        "a deleted series is told by its occurrences",
                        rules -> rules.withDeletedSeries(DeletedSeries.OCCURRENCES)),
                quirk(
                        "a deleted series is told by itself and its occurrences",
                        rules -> rules.withDeletedSeries(DeletedSeries.BOTH)),
                quirk("nothing is told of what is outside", rules -> rules.withRemovedOutsideWindow(false)),
                quirk("what is moved out is removed as changed", rules -> rules.withMovedOutIsChanged(true)),
                quirk(
                        "as little as possible is told",
                        rules -> rules.withMastersListed(false)
                                .withRemovedOutsideWindow(false)
                                .withDeletedOccurrence(DeletedOccurrence.SILENT_MASTER)
                                .withEditedOccurrence(EditedOccurrence.ONLY_EXCEPTION)
                                .withEditedMaster(EditedMaster.ONLY_MASTER)
                                .withDeletedSeries(DeletedSeries.OCCURRENCES)));
    }

    @Override
    public List<LostPlace> lostPlaces() {
        var forgotten = Arrays.stream(LostCursor.values()).map(AtMicrosoft::forgotten);
        var others = Stream.of(
                new LostPlace("damaged", _ -> {}, ConnectedUser::damagesItsPlace),
                new LostPlace(
                        "too old",
                        quirk("", rules -> rules.withDeltaTokenLife(Duration.ofMinutes(30)))
                                .rules(),
                        _ -> {}));
        return Stream.concat(forgotten, others).toList();
    }

    @Override
    public Fault limit(@Nullable String retryAfter) {
        return new Fault.Refuse(429, "TooManyRequests", retryAfter);
    }

    @Override
    public Fault placeLost() {
        return Fault.refuse(410, "SyncStateNotFound");
    }

    @Override
    public Fault forbidden() {
        return Fault.refuse(403, "ErrorAccessDenied");
    }

    @Override
    public Fault scopeMissing() {
        return Fault.refuse(403, "Authorization_RequestDenied");
    }

    @Override
    public @Nullable Fault applicationFault() {
        return null;
    }

    @Override
    public boolean hide(SimulatedCalendar calendar) {
        return false;
    }

    private static Quirk quirk(String name, UnaryOperator<MicrosoftRules> rules) {
        return new Quirk(name, simulator -> simulator.microsoft().changeRules(rules));
    }

    private static LostPlace forgotten(LostCursor shape) {
        var name = "forgotten, " + shape.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new LostPlace(
                name,
                quirk(name, rules -> rules.withLostCursor(shape)).rules(),
                user -> user.user().forgetCursors());
    }
}
