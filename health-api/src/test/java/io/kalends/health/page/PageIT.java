package io.kalends.health.page;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.kalends.health.Http;
import io.kalends.health.Messages;
import io.kalends.health.Stack;
import io.kalends.schemas.ConnectionKey;
import io.kalends.schemas.v1.ConnectionAction;
import io.kalends.schemas.v1.ConnectionChanged;
import io.kalends.schemas.v1.ConnectionRequested;
import io.kalends.schemas.v1.ConnectionStatus;
import io.kalends.schemas.v1.DeferReason;
import io.kalends.schemas.v1.FailureCategory;
import io.kalends.schemas.v1.FailureReason;
import io.kalends.schemas.v1.IncidentChanged;
import io.kalends.schemas.v1.IncidentKind;
import io.kalends.schemas.v1.IncidentState;
import io.kalends.schemas.v1.SyncFailed;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

class PageIT {

    /// Beyond the versions that other tests tell of the same incidents.
    private static final long FIRST_VERSION = 10_000;

    private static @Nullable Browser browser;

    private final Stack stack = Stack.shared();
    private @Nullable Page opened;

    @BeforeAll
    static void start_a_browser_if_there_is_one() {
        var executable = Browser.installed();
        assumeThat(executable)
                .as("no Chromium in the usual places; say where with -Dkalends.chromium")
                .isPresent();
        browser = executable.map(Browser::start).orElseThrow();
        PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
    }

    @AfterAll
    static void stop_it() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open_a_tab() {
        opened = running().page(stack.http().base());
        running().complaints().clear();
    }

    @AfterEach
    void nothing_was_complained_about() {
        page().context().close();
        assertThat(running().complaints())
                .as("errors of scripts, and what the content security policy stopped")
                .isEmpty();
    }

    @Test
    void an_incident_is_explained_as_it_opens_recovers_and_closes() {
        var key = new ConnectionKey("page-incident", "u1", "outlook");
        tell(key, Messages.changed(key, 1, ConnectionStatus.DEGRADED).setMessage("Outlook answered 503"));
        stack.publish(
                Messages.deferred(key, 2)
                        .setReason(DeferReason.OPERATOR_INCIDENT)
                        .setResumeAt(soon())
                        .build(),
                key);
        var incident = Messages.incident("outlook", IncidentKind.CLIENT_REJECTED, FIRST_VERSION)
                .setProbeAt(soon())
                .setMessage("invalid_client <img src=x onerror=alert(1)>")
                .build();
        visit("?tenantId=page-incident");
        try {
            assertThat(page().locator("#overall")).hasText("degraded");
            assertThat(page().locator("#incidents")).isHidden();

            stack.publish(incident);

            var card = page().locator("#incidents article");
            assertThat(card).containsText("Outlook refuses this application’s credentials");
            assertThat(card).containsText("invalid_client <img src=x onerror=alert(1)>");
            assertThat(card).containsText("Nobody is disabled or asked to reconnect");
            assertThat(card).containsText(Pattern.compile("The next probe goes out in \\d+ (s|min)"));
            assertThat(card).containsText("OUTLOOK_CLIENT_SECRET");
            assertThat(card.locator("img")).hasCount(0);
            assertThat(page().locator("#announcement"))
                    .hasText("Incident: Outlook refuses this application’s credentials");
            assertThat(row("u1"))
                    .containsText(Pattern.compile("the incident at Outlook, goes on in .*; it began .* ago"));
            row("u1").click();
            assertThat(page().locator("#d-why")).containsText("Waits for the incident at Outlook");
            assertThat(page().locator("#d-facts")).containsText("waits for an incident to end");

            stack.publish(IncidentChanged.newBuilder(incident)
                    .setVersion(FIRST_VERSION + 1)
                    .setState(IncidentState.RECOVERING)
                    .build());
            assertThat(card).containsText("Recovering");
            assertThat(card).containsText("a growing share at a time");
        } finally {
            stack.publish(IncidentChanged.newBuilder(incident)
                    .setVersion(FIRST_VERSION + 2)
                    .setState(IncidentState.CLOSED)
                    .setClosedAt(Messages.NOON)
                    .build());
        }

        assertThat(page().locator("#incidents")).isHidden();
        await().until(() -> Http.json(stack.http().get("/api/calendar/incidents"))
                .get("incidents")
                .isEmpty());
    }

    @Test
    void held_deletions_are_shown_with_what_is_lost_and_released_only_after_a_confirmation() {
        var key = new ConnectionKey("page-held", "u1", "google");
        tell(key, Messages.holding(key, 1, 30, 100));
        visit("?tenantId=page-held");
        var panel = page().locator("#holds");
        assertThat(panel).containsText("30 deletions held back in 1 calendar");
        assertThat(row("u1")).containsText("⚠ 30 deletions held");

        panel.locator("summary").first().click();
        assertThat(panel).containsText("Calendar of u1: 30 of 100 events would be deleted");
        panel.getByText("Show 2 of them").click();
        assertThat(panel.locator("tbody tr").first()).hasText("Review <b>of</b> the planMon, 2 Mar 2026, 10:00");
        assertThat(panel.locator("tbody tr").nth(1)).hasText("(no title shared)Tue, 3 Mar 2026, all day");
        assertThat(panel).containsText("and 28 more");

        panel.getByText("Release…").click();
        assertThat(page().locator("#confirm-text"))
                .hasText("The CRM is told to delete 30 events of “Calendar of u1”. They come back only when Google "
                        + "shows them again.");
        page().locator("#confirm").getByText("Not now").click();
        assertThat(page().locator("#confirm")).isHidden();
        assertThat(asked("page-held")).isEmpty();

        panel.getByText("Release…").click();
        page().getByText("Delete them for the CRM").click();
        assertThat(page().locator("#d-command")).containsText("release deletions: requested");
        await().untilAsserted(() -> assertThat(asked("page-held")).containsExactly(ConnectionAction.RELEASE_DELETIONS));

        tell(key, Messages.changed(key, 2, ConnectionStatus.ACTIVE));
        assertThat(panel).isHidden();
        assertThat(page().locator("#d-holds li")).hasCount(0);
    }

    @Test
    void held_deletions_are_discarded_from_the_connection_itself() {
        var key = new ConnectionKey("page-discard", "u1", "google");
        tell(key, Messages.holding(key, 1, 30, 100));
        visit("?tenantId=page-discard&connection=page-discard%2Fu1%2Fgoogle");

        page().locator("#d-holds").getByText("Discard…").click();
        assertThat(page().locator("#confirm-text")).containsText("stay in the CRM, and the calendar is read in full");
        page().getByText("Keep the events").click();

        assertThat(page().locator("#d-command")).containsText("discard deletions: requested");
        await().untilAsserted(
                        () -> assertThat(asked("page-discard")).containsExactly(ConnectionAction.DISCARD_DELETIONS));
    }

    @Test
    void what_each_connection_waits_for_is_said_in_words() {
        waits("limited", DeferReason.RATE_LIMIT);
        waits("sliced", DeferReason.NEXT_SLICE);
        fails(
                "failing",
                Messages.failed(of("failing"), 2).setConsecutiveFailures(2).setRetryAt(soon()));
        fails(
                "probed",
                Messages.failed(of("probed"), 2)
                        .setConsecutiveFailures(5)
                        .setRetryAt(soon())
                        .setDisabled(true));
        fails(
                "refused",
                Messages.failed(of("refused"), 2)
                        .setCategory(FailureCategory.PERMANENT)
                        .setReason(FailureReason.ACCESS_FORBIDDEN)
                        .setRetryAt(null)
                        .setDisabled(true));
        fails(
                "revoked",
                Messages.failed(of("revoked"), 2)
                        .setCategory(FailureCategory.AUTH)
                        .setReason(FailureReason.GRANT_REVOKED)
                        .setRetryAt(null)
                        .setDisabled(true));
        tell(of("paused"), Messages.changed(of("paused"), 1, ConnectionStatus.PAUSED));
        tell(of("linked"), Messages.changed(of("linked"), 1, ConnectionStatus.LINKED));

        visit("?tenantId=page-waits");

        assertThat(row("limited")).containsText(Pattern.compile("the rate limit of Google; goes on in \\d+ (s|min)"));
        assertThat(row("sliced")).containsText("the next slice of a long read; goes on in");
        assertThat(row("failing")).containsText(Pattern.compile("its next try, in .*: 2 failures in a row, Google"));
        assertThat(row("probed")).containsText(Pattern.compile("a probe, in .*: 5 failures in a row, Google answers"));
        assertThat(row("probed")).containsText("■Disabled");
        assertThat(row("refused")).containsText("a person: resync it or connect it again");
        assertThat(row("refused")).containsText("Google forbids access");
        assertThat(row("revoked")).containsText("▲Needs reconnect");
        assertThat(row("revoked")).containsText("the user to connect it again: the consent at Google was withdrawn");
        assertThat(row("paused")).containsText("a person to resume it");
        assertThat(row("linked")).containsText("its first sync");
        assertThat(row("limited").locator("td").last().locator("time"))
                .hasAttribute("title", Pattern.compile(".*\\d{4}.*\\(\\d{4}-\\d\\d-\\d\\dT.*\\)"));
    }

    @Test
    void the_menu_of_a_connection_offers_every_verb_to_the_keyboard() {
        var key = new ConnectionKey("page-verbs", "u1", "google");
        tell(key, Messages.changed(key, 1, ConnectionStatus.ACTIVE));
        var resync = new Resync(page(), 1);
        visit("?tenantId=page-verbs");
        row("u1").locator(".open").press("Enter");
        assertThat(page().locator("#detail")).isFocused();
        var menu = page().locator("#d-more");

        menu.locator("summary").press("Enter");
        assertThat(menu).containsText("Reads everything again and tells the CRM only what differs.");
        menu.locator("summary").press("Escape");
        assertThat(menu).not().hasAttribute("open", "");
        menu.locator("summary").press("Enter");
        page().keyboard().press("Tab");
        page().keyboard().press("Tab");
        page().keyboard().press("Enter");

        assertThat(page().locator("#d-command")).hasText("rebuild: done");
        assertThat(resync.asked().getFirst())
                .isEqualTo(
                        "{\"tenantId\":\"page-verbs\",\"userId\":\"u1\",\"provider\":\"google\",\"verb\":\"REBUILD\"}");
    }

    @Test
    void what_a_filter_means_is_resynced_after_a_dry_run_and_can_be_cancelled() {
        var resync = new Resync(page(), 1_234);
        visit("?tenantId=page-bulk&provider=google&status=active");

        page().getByText("Resync these…").click();
        var dialog = page().locator("#resync");
        assertThat(dialog).containsText("The status of the filter does not narrow a resync.");
        dialog.getByText("Reconcile").first().click();
        dialog.getByText("See what it takes").click();
        assertThat(dialog.locator("#r-estimate"))
                .hasText("It would touch 1,234 connections: about 4,500 calls to the provider, about 12 minutes.");
        assertThat(resync.asked())
                .containsExactly(
                        "{\"tenantId\":\"page-bulk\",\"provider\":\"google\",\"verb\":\"RECONCILE\",\"dryRun\":true}");

        dialog.getByText("Republish").first().click();
        assertThat(dialog.locator("#r-estimate")).isHidden();
        dialog.getByText("Reconcile").first().click();
        dialog.getByText("See what it takes").click();
        dialog.getByText("Start it on 1,234 connections").click();

        var progress = page().locator("#progress");
        assertThat(progress).containsText("Reconcile of page-bulk · Google");
        assertThat(progress).containsText("34 of 1,234 connections done");
        assertThat(resync.asked().getLast())
                .isEqualTo("{\"tenantId\":\"page-bulk\",\"provider\":\"google\",\"verb\":\"RECONCILE\"}");

        page().reload();
        assertThat(progress).containsText("34 of 1,234 connections done");
        progress.getByText("Cancel").click();
        assertThat(progress).containsText("cancelled");
        progress.locator("#p-close").click();
        assertThat(progress).isHidden();
        assertThat(page().url()).doesNotContain("resync=");
    }

    @Test
    void filters_and_the_open_connection_are_in_the_address_and_the_keyboard_is_enough() {
        for (var user : List.of("u1", "u2")) {
            var key = new ConnectionKey("page-keys", user, "google");
            tell(key, Messages.changed(key, 1, ConnectionStatus.ACTIVE));
        }
        visit("");

        page().keyboard().press("/");
        page().keyboard().type("page-keys");
        assertThat(page().locator("#announcement")).hasText("2 connections shown by this filter");
        assertThat(page()).hasURL(Pattern.compile("\\?tenantId=page-keys$"));
        page().locator("#rows .open").first().focus();
        page().keyboard().press("j");
        page().keyboard().press("Enter");
        assertThat(page().locator("#d-name")).hasText("u2 · page-keys · Google");
        assertThat(page()).hasURL(Pattern.compile("connection=page-keys%2Fu2%2Fgoogle"));

        page().reload();
        assertThat(page().locator("#d-name")).hasText("u2 · page-keys · Google");
        assertThat(page().locator("#rows tr")).hasCount(2);
        page().keyboard().press("Escape");
        assertThat(page().locator("#detail")).isHidden();
    }

    @Test
    void a_connection_is_paused_and_resumed_from_the_page() {
        var key = new ConnectionKey("page-paused", "u1", "google");
        tell(key, Messages.changed(key, 1, ConnectionStatus.ACTIVE));
        visit("?connection=page-paused%2Fu1%2Fgoogle");

        page().locator("#d-pause").click();
        await().untilAsserted(() -> assertThat(asked("page-paused")).containsExactly(ConnectionAction.PAUSE));
        tell(key, Messages.changed(key, 2, ConnectionStatus.PAUSED));
        assertThat(page().locator("#d-pause")).hasText("Resume");
        assertThat(page().locator("#d-why")).hasText("Waits for a person to resume it.");
        page().locator("#d-pause").click();
        await().untilAsserted(() ->
                assertThat(asked("page-paused")).containsExactly(ConnectionAction.PAUSE, ConnectionAction.RESUME));
    }

    private void visit(String query) {
        page().navigate("/" + query);
        assertThat(page().locator("#freshness")).containsText("live");
    }

    private Locator row(String user) {
        return page().locator("#rows tr")
                .filter(new Locator.FilterOptions().setHas(page().getByLabel("Open " + user + " of")));
    }

    private static ConnectionKey of(String user) {
        return new ConnectionKey("page-waits", user, "google");
    }

    private void waits(String user, DeferReason reason) {
        tell(of(user), Messages.changed(of(user), 1, ConnectionStatus.ACTIVE));
        stack.publish(
                Messages.deferred(of(user), 2)
                        .setReason(reason)
                        .setResumeAt(soon())
                        .build(),
                of(user));
    }

    private void fails(String user, SyncFailed.Builder failure) {
        tell(of(user), Messages.changed(of(user), 1, ConnectionStatus.ACTIVE));
        stack.publish(failure.build(), of(user));
    }

    /// Tells where a connection stands, and waits until it is known.
    private void tell(ConnectionKey key, ConnectionChanged.Builder changed) {
        stack.publish(changed.build(), key);
        await().until(() ->
                stack.http().get("/api/calendar/connections/" + key.text()).statusCode() == 200);
    }

    private List<ConnectionAction> asked(String tenant) {
        return stack.readRecords(stack.topics().connectionRequested(), ConnectionRequested.class).stream()
                .filter(request -> request.getTenantId().equals(tenant))
                .map(ConnectionRequested::getAction)
                .toList();
    }

    private static Instant soon() {
        return Messages.NOON.plusSeconds(1_500);
    }

    private Page page() {
        if (opened == null) {
            throw new IllegalStateException("no tab is open");
        }
        return opened;
    }

    private static Browser running() {
        if (browser == null) {
            throw new IllegalStateException("no browser was started");
        }
        return browser;
    }
}
