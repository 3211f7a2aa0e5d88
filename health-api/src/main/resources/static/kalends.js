"use strict";
// The page of health-api. Everything from outside is put on the page as text, never as markup.

const HEALTH = "/api/calendar/health";
const PAGE = 100;
const FILTERS = ["tenantId", "userId", "provider", "status"];
const STATES = {
  ACTIVE: ["●", "Active", "good"], LINKED: ["○", "Linked", "good"], DEGRADED: ["◐", "Degraded", "warn"],
  NEEDS_RECONNECT: ["▲", "Needs reconnect", "bad"], DISABLED: ["■", "Disabled", "bad"], PAUSED: ["‖", "Paused", ""],
  DISCONNECTED: ["×", "Disconnected", ""], UNKNOWN: ["?", "Unknown", ""],
};
const OUTCOMES = { COMPLETED: "✓", FAILED: "✕", DEFERRED: "…" };
const SHARES = { FULL: "whole events", TIMES: "times only", IDS: "ids only" };
const THEMES = ["system", "light", "dark"];

const theme = { now: localStorage.getItem("theme") || "system" };
function showTheme() {
  if (theme.now === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.now;
}
showTheme();

const page = {
  rows: new Map(), cursor: null, shown: PAGE, readAt: 0, stream: null, paused: false, selected: null, follow: null, reload: 0, loading: false, again: false, triedAt: 0,
};
const $ = (id) => document.getElementById(id);

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined && text !== null) element.textContent = text;
  if (className) element.className = className;
  return element;
}

// ---- times and words

function words(constant) {
  return constant ? constant.toLowerCase().replaceAll("_", " ") : "";
}

function distance(milliseconds) {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  if (seconds < 60) return seconds + " s";
  if (seconds < 3600) return Math.round(seconds / 60) + " min";
  if (seconds < 86400) return Math.round(seconds / 3600) + " h";
  return Math.round(seconds / 86400) + " d";
}

function relative(instant) {
  const away = new Date(instant) - Date.now();
  return away > 0 ? "in " + distance(away) : distance(away) + " ago";
}

// `ahead` and `behind` are said before a time to come and a time gone by.
function time(instant, otherwise, className, ahead = "", behind = ahead) {
  if (!instant) return make("span", otherwise, "quiet");
  const element = make("time", null, className);
  element.dateTime = instant;
  element.dataset.ahead = ahead;
  element.dataset.behind = behind;
  element.textContent = timeText(element);
  element.title = new Date(instant).toLocaleString() + " (" + instant + ")";
  return element;
}

function timeText(element) {
  const { ahead, behind } = element.dataset;
  return (new Date(element.dateTime) > Date.now() ? ahead : behind) + relative(element.dateTime);
}

function took(milliseconds) {
  return milliseconds < 1000 ? milliseconds + " ms" : (milliseconds / 1000).toFixed(1) + " s";
}

function state(entry) {
  const [glyph, word, tone] = STATES[entry.state] || STATES.UNKNOWN;
  const badge = make("span", null, "state " + tone);
  const mark = make("span", glyph);
  mark.setAttribute("aria-hidden", "true");
  badge.append(mark, make("span", word));
  return badge;
}

// ---- asking

async function ask(path, method = "GET", body) {
  const options = { method, headers: { Accept: "application/json" } };
  if (method !== "GET") options.headers["Content-Type"] = "application/json";
  if (body !== undefined) options.body = JSON.stringify(body);
  let answer;
  try {
    answer = await fetch(path, options);
  } catch (unreachable) {
    throw new Problem("Not reachable", "health-api does not answer at " + location.origin + "; is it running?");
  }
  const json = await answer.json().catch(() => null);
  if (!answer.ok) throw new Problem(json?.title || "HTTP " + answer.status, json?.detail || "There was no explanation.");
  return json;
}

class Problem extends Error {
  constructor(title, detail) { super(detail); this.title = title; }
}

function tell(element, problem) {
  element.replaceChildren();
  element.hidden = !problem;
  if (problem) element.append(make("b", problem.title || "Something went wrong"), make("span", problem.message));
}

// Says something to those who do not see the page change.
function announce(text) {
  $("announcement").textContent = text;
}

const keyOf = (entry) => [entry.tenantId, entry.userId, entry.provider].map(encodeURIComponent).join("/");
const pathOf = (key) => "/api/calendar/connections/" + key;

// ---- filters, kept in the address

function filters() {
  const wanted = new URLSearchParams();
  for (const name of FILTERS) {
    const value = $("filters").elements[name].value.trim();
    if (value) wanted.set(name, value);
  }
  return wanted;
}

function readAddress() {
  const address = new URLSearchParams(location.search);
  for (const name of FILTERS) $("filters").elements[name].value = address.get(name) || "";
  page.selected = address.get("connection");
  return address.get("resync");
}

function writeAddress() {
  const address = filters();
  if (page.selected) address.set("connection", page.selected);
  if (bulk.commandId) address.set("resync", bulk.commandId);
  const text = address.toString();
  history.replaceState(null, "", text ? "?" + text : location.pathname);
}

function filterChanged() {
  page.shown = PAGE;
  page.counted = true;
  writeAddress();
  listen();
  load();
}

// ---- the list

// One reading at a time; whoever asks meanwhile gets one more afterwards.
async function load() {
  if (page.loading) { page.again = true; return; }
  page.loading = true;
  page.triedAt = Date.now();
  do {
    page.again = false;
    try {
      await read();
      tell($("problem"), null);
    } catch (problem) {
      $("overall").textContent = "no answer";
      $("overall").className = "pill away";
      tell($("problem"), problem);
    }
    $("loading").hidden = true;
  } while (page.again);
  page.loading = false;
}

async function read() {
  const wanted = filters().toString();
  const tenant = filters().get("tenantId");
  const holding = ask("/api/calendar/holds" + (tenant ? "?" + new URLSearchParams({ tenantId: tenant }) : ""));
  holding.catch(() => null);
  const entries = [];
  let answer;
  let cursor = null;
  do {
    const query = new URLSearchParams(wanted);
    query.set("limit", String(Math.min(500, page.shown - entries.length)));
    if (cursor) query.set("cursor", cursor);
    answer = await ask(HEALTH + "?" + query);
    entries.push(...answer.syncs);
    cursor = answer.nextCursor;
  } while (cursor && entries.length < page.shown);
  const { holds } = await holding;
  if (wanted !== filters().toString()) { page.again = true; return; }
  page.cursor = cursor;
  show(answer, entries);
  showIncidents(answer.incidents);
  showHolds(holds);
}

function show(answer, entries) {
  page.readAt = Date.now();
  $("overall").textContent = answer.status;
  $("overall").className = "pill " + answer.status;
  $("total").textContent = answer.summary.totalSyncs;
  $("active").textContent = answer.summary.activeSyncs;
  $("errors").textContent = answer.summary.syncsWithErrors;
  $("errors-tile").classList.toggle("bad", answer.summary.syncsWithErrors > 0);
  $("providers").textContent = answer.summary.connectedProviders;
  const keep = new Set(entries.map(keyOf));
  for (const [key, row] of page.rows) if (!keep.has(key)) { row.remove(); page.rows.delete(key); }
  entries.forEach((entry, place) => {
    const row = rowOf(entry);
    const there = $("rows").children[place];
    if (there !== row) $("rows").insertBefore(row, there || null);
  });
  $("more").hidden = !page.cursor;
  if (page.counted) announce(plural(answer.summary.totalSyncs, "connection") + " shown by this filter");
  page.counted = false;
  showEmpty(entries.length === 0);
  tick();
}

function showEmpty(isEmpty) {
  $("empty").hidden = !isEmpty;
  if (!isEmpty) return;
  $("empty").replaceChildren();
  if (filters().size) {
    const clear = make("button", "Clear the filter");
    clear.onclick = clearFilters;
    $("empty").append(make("b", "No connection matches this filter"), clear);
  } else {
    const hint = make("span", "Connect one with the button above, or send its tokens to ");
    hint.append(make("code", "POST /api/calendar/connections"), ".");
    $("empty").append(make("b", "No calendar is connected yet"), hint);
  }
}

function rowOf(entry) {
  const key = keyOf(entry);
  let row = page.rows.get(key);
  const text = JSON.stringify(entry);
  if (!row) {
    row = make("tr");
    row.dataset.key = key;
    row.onclick = () => select(key);
    page.rows.set(key, row);
  } else if (row.dataset.entry === text) {
    return row;
  } else {
    row.classList.remove("fresh");
    requestAnimationFrame(() => row.classList.add("fresh"));
  }
  const focused = row.contains(document.activeElement);
  row.dataset.entry = text;
  row.setAttribute("aria-selected", String(key === page.selected));
  fill(row, entry);
  if (focused) row.querySelector(".open").focus();
  return row;
}

function fill(row, entry) {
  const cell = (content, className) => {
    const td = make("td", null, className);
    td.append(content);
    if (typeof content === "string") td.title = content;
    return td;
  };
  const open = make("button", entry.userId, "open");
  open.type = "button";
  open.setAttribute("aria-label", "Open " + entry.userId + " of " + entry.tenantId + " at " + entry.provider);
  const stale = entry.warnings.includes("STALE");
  const expired = entry.warnings.includes("TOKEN_EXPIRED");
  const token = time(entry.tokenExpiry, "unknown", expired ? "warned" : "", expired ? "⚠ " : "");
  const last = time(entry.lastSync, "never", stale ? "warned" : "", stale ? "⚠ " : "");
  if (stale) last.title = "Stale. " + last.title;
  row.replaceChildren(
    cell(entry.tenantId), cell(open), cell(providerName(entry.provider)), cell(state(entry)), cell(last),
    cell(String(entry.consecutiveFailures), "number" + (entry.consecutiveFailures ? " failing" : "")),
    cell(entry.lastSync ? String(entry.metrics.eventsSynced) : "–", "number"),
    cell(entry.lastSync ? took(entry.metrics.syncDuration) : "–", "number"),
    cell(token), cell(whyCell(entry), "error"));
}

function whyCell(entry) {
  const all = make("span");
  const others = notes(entry);
  if (others.length) all.append(make("span", others.join(", "), "warned"));
  if (!ordinary(entry)) all.append(others.length ? "; " : "", ...waitsFor(entry));
  all.title = [all.textContent, entry.metrics.lastError].filter(Boolean).join("\n");
  return all;
}

function clearFilters() {
  $("filters").reset();
  filterChanged();
}

// ---- live

function listen() {
  page.stream?.close();
  page.stream = null;
  if (page.paused || document.hidden) return;
  const query = filters();
  query.delete("status");
  page.stream = new EventSource(HEALTH + "/stream?" + query);
  page.stream.onopen = () => load();
  page.stream.addEventListener("health", (event) => changed(JSON.parse(event.data)));
  page.stream.addEventListener("incident", () => { reloadSoon(); open(); });
}

function changed(entry) {
  page.readAt = Date.now();
  const key = keyOf(entry);
  if (page.rows.has(key) && entry.state !== "DISCONNECTED") rowOf(entry);
  if (key === page.selected) open();
  reloadSoon();
}

function reloadSoon() {
  clearTimeout(page.reload);
  page.reload = setTimeout(load, 400);
}

function tick() {
  const live = page.stream && page.stream.readyState === EventSource.OPEN;
  const updated = page.readAt ? "updated " + distance(Date.now() - page.readAt) + " ago" : "not read yet";
  $("freshness").textContent = (page.paused ? "paused, " : live ? "live, " : "connecting, ") + updated;
  for (const element of document.querySelectorAll("time")) {
    const text = timeText(element);
    if (element.textContent !== text) element.textContent = text;
  }
  if (!page.paused && !document.hidden && !live && Date.now() - page.triedAt > 10000) load();
}

// ---- one connection

function select(key) {
  page.selected = key;
  page.follow = null;
  $("d-command").hidden = true;
  writeAddress();
  mark();
  // Whoever is in it already stays where they are: a change may have opened it first.
  open().then(() => { if (!$("detail").contains(document.activeElement)) $("detail").focus(); });
}

function mark() {
  for (const [key, row] of page.rows) row.setAttribute("aria-selected", String(key === page.selected));
}

function close() {
  const row = page.rows.get(page.selected);
  page.selected = null;
  page.follow = null;
  $("detail").hidden = true;
  writeAddress();
  mark();
  row?.querySelector(".open").focus();
}

async function open() {
  const key = page.selected;
  if (!key) return;
  try {
    const [one, settings] = await Promise.all([ask(pathOf(key)), ask("/api/calendar/tenants/" + key.split("/")[0] + "/settings")]);
    if (key === page.selected) showOne(one, settings);
  } catch (problem) {
    if (key !== page.selected) return;
    if (!page.follow) { close(); tell($("problem"), problem); }
  }
}

function showOne({ connection, calendars, runs }, settings) {
  $("detail").hidden = false;
  $("d-name").textContent = connection.userId + " · " + connection.tenantId + " · " + providerName(connection.provider);
  const badge = state(connection);
  $("d-state").className = badge.className;
  $("d-state").replaceChildren(...badge.childNodes);
  const error = connection.metrics.lastError;
  $("d-why").hidden = false;
  $("d-why").className = "why " + tone(connection);
  $("d-why").replaceChildren("Waits for ", ...waitsFor(connection), ".");
  if (error) $("d-why").append(make("small", error));
  const paused = connection.state === "PAUSED";
  $("d-pause").textContent = paused ? "Resume" : "Pause";
  $("d-pause").dataset.do = paused ? "resume" : "pause";
  facts([
    ["Last sync", time(connection.lastSync, "never")],
    ["Events in it", connection.lastSync ? connection.metrics.eventsSynced + " in " + took(connection.metrics.syncDuration) : "–"],
    ["Failures in a row", String(connection.consecutiveFailures)],
    ["Access token", connection.tokenExpiry ? time(connection.tokenExpiry, "", "", "expires ", "expired ") : "unknown"],
    ["Warnings", connection.warnings.length ? connection.warnings.map((warning) => WARNINGS[warning] || words(warning)).join(", ") : "none"],
    ["Its tenant shares", (SHARES[settings.share] || words(settings.share)) + (settings.privateAsBusy ? ", private ones as busy" : "")],
    ["Window", days(settings.windowBackDays) + " back, " + days(settings.windowAheadDays) + " ahead"],
  ]);
  showCalendars(calendars);
  keep($("d-holds"), calendars.filter((calendar) => calendar.held).map((calendar) => ({
    tenantId: connection.tenantId, userId: connection.userId, provider: connection.provider, calendarId: calendar.calendarId, name: calendar.name, ...calendar.held,
  })), (hold) => holdItem(hold, false));
  showRuns(runs);
}

function days(count) {
  return count === null ? "default" : count + (count === 1 ? " day" : " days");
}

function joined(text, element) {
  const both = make("span", text);
  both.append(element);
  return both;
}

function facts(pairs) {
  $("d-facts").replaceChildren();
  for (const [name, value] of pairs) {
    const dd = make("dd");
    dd.append(value);
    $("d-facts").append(make("dt", name), dd);
  }
}

function showCalendars(calendars) {
  const form = $("d-calendars");
  if (form.contains(document.activeElement)) return;
  form.replaceChildren();
  for (const calendar of calendars) {
    const label = make("label");
    const box = make("input");
    box.type = "checkbox";
    box.value = calendar.calendarId;
    box.checked = calendar.selected;
    label.append(box, make("span", calendar.name || calendar.calendarId),
      make("small", [calendar.primary ? "main" : "", calendar.timeZone, words(calendar.status)].filter(Boolean).join(" · ")));
    label.title = calendar.calendarId;
    form.append(label);
    if (calendar.consecutiveFailures) form.append(trouble(calendar));
  }
  if (calendars.length) {
    const save = make("button", "Save the choice");
    save.disabled = true;
    form.onchange = () => { save.disabled = false; };
    form.append(save);
  } else {
    form.append(make("p", "None known before the first sync.", "quiet"));
  }
}

function trouble(calendar) {
  const line = make("p", "⚠ " + (calendar.lastError || words(calendar.reason) || "Cannot be read"), "trouble");
  line.append(" ", make("small", calendar.consecutiveFailures + " in a row"));
  if (calendar.retryAt) line.append(joined(", again ", time(calendar.retryAt)));
  return line;
}

function showRuns(runs) {
  $("d-runs").replaceChildren();
  for (const run of runs.slice(0, 20)) {
    const line = make("li", null, run.outcome);
    const what = run.outcome === "COMPLETED" ? run.eventsSynced + " events in " + took(run.duration) : words(run.outcome);
    const mark = make("span", OUTCOMES[run.outcome] || "?");
    mark.setAttribute("aria-hidden", "true");
    line.append(mark, make("span", what + " · " + words(run.detail)), time(run.endedAt, "", "quiet"));
    if (run.message) line.append(make("span", run.message, "message"));
    $("d-runs").append(line);
  }
  if (!runs.length) $("d-runs").append(make("li", "No run yet.", "quiet"));
}

// ---- commands

async function act(what, button) {
  const key = page.selected;
  const [tenantId, userId, provider] = key.split("/").map(decodeURIComponent);
  button.disabled = true;
  try {
    let command;
    if (what === "disconnect") {
      if (!(await confirmed(disconnecting(userId + " · " + providerName(provider))))) return;
      command = await ask(pathOf(key), "DELETE");
    } else if (what === "pause" || what === "resume") {
      command = await ask(pathOf(key) + "/" + what, "POST");
    } else if (what === "calendars") {
      const calendarIds = [...$("d-calendars").querySelectorAll(":checked")].map((box) => box.value);
      command = await ask(pathOf(key) + "/calendars", "PUT", { calendarIds });
    } else {
      command = await ask(HEALTH + "/resync", "POST", { tenantId, userId, provider, verb: what });
    }
    follow(command);
  } catch (problem) {
    showCommand("rejected", problem.title + ": " + problem.message);
  } finally {
    button.disabled = false;
  }
}

function disconnecting(name) {
  return {
    title: "Disconnect this calendar?", yes: "Disconnect and erase", danger: true,
    text: "Syncing stops, the grant is revoked where the provider can, and everything read from the calendar is erased: also at whoever listens to its events. "
      + name + " can be connected again later.",
  };
}

function confirmed({ title, text, yes, danger }) {
  $("confirm-title").textContent = title;
  $("confirm-text").textContent = text;
  $("confirm-yes").textContent = yes;
  $("confirm-yes").className = danger ? "danger" : "main";
  $("confirm").returnValue = "no";
  $("confirm").showModal();
  return new Promise((resolve) => {
    $("confirm").onclose = () => resolve($("confirm").returnValue === "yes");
  });
}

function showCommand(state, text) {
  $("d-command").hidden = false;
  $("d-command").className = "command " + state;
  $("d-command").textContent = text;
}

async function follow(command) {
  page.follow = command.commandId;
  for (let step = 0; page.follow === command.commandId && step < 150; step++) {
    const name = words(command.kind);
    const counts = command.connections ? ` ${command.completed} of ${command.connections} completed` + (command.failed ? `, ${command.failed} failed` : "") : "";
    showCommand(command.state, name + ": " + command.state + (command.message ? ". " + command.message : "") + (command.state === "accepted" || command.kind === "SYNC_NOW" ? counts : ""));
    if (["done", "rejected", "cancelled"].includes(command.state)) {
      if (command.kind === "DISCONNECT" && command.state === "done") { page.follow = null; close(); load(); } else { open(); }
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, step < 20 ? 500 : 2000));
    try {
      command = await ask(command.location);
    } catch (problem) {
      showCommand("rejected", problem.message);
      return;
    }
  }
}

async function connect(event) {
  event.preventDefault();
  const form = event.target;
  const body = Object.fromEntries([...new FormData(form)].filter(([, value]) => value));
  try {
    const command = await ask("/api/calendar/connections", "POST", body);
    form.reset();
    $("connect").close();
    tell($("problem"), null);
    awaitConnect(command);
  } catch (problem) {
    tell($("connect-problem"), problem);
  }
}

async function awaitConnect(command) {
  for (let step = 0; step < 60 && !["done", "rejected"].includes(command.state); step++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    command = await ask(command.location).catch(() => command);
  }
  if (command.state === "rejected") tell($("problem"), new Problem("Not connected", command.message || "The worker refused the credential."));
  load();
}

// ---- keys

function move(by) {
  const all = [...$("rows").querySelectorAll(".open")];
  const here = all.indexOf(document.activeElement);
  all[Math.max(0, Math.min(all.length - 1, here + by))]?.focus();
}

function pressed(event) {
  if (event.target.matches("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "/") { event.preventDefault(); $("filters").elements.tenantId.focus(); }
  if (event.key === "j") move(1);
  if (event.key === "k") move(-1);
  if (event.key === "Escape" && page.selected) close();
}

document.addEventListener("DOMContentLoaded", () => {
  const resyncing = readAddress();
  let typing = 0;
  $("filters").oninput = () => { clearTimeout(typing); typing = setTimeout(filterChanged, 300); };
  $("filters").onsubmit = (event) => { event.preventDefault(); filterChanged(); };
  $("clear").onclick = clearFilters;
  $("refresh").onclick = load;
  $("more").onclick = () => { page.shown += PAGE; load(); };
  $("pause").onclick = () => {
    page.paused = !page.paused;
    $("pause").setAttribute("aria-pressed", String(page.paused));
    $("pause").textContent = page.paused ? "Go on" : "Pause";
    listen();
    if (!page.paused) load();
    tick();
  };
  $("theme").onclick = () => {
    theme.now = THEMES[(THEMES.indexOf(theme.now) + 1) % THEMES.length];
    localStorage.setItem("theme", theme.now);
    $("theme").textContent = "Theme: " + theme.now;
    showTheme();
  };
  $("theme").textContent = "Theme: " + theme.now;
  $("d-close").onclick = close;
  makeResync();
  for (const button of document.querySelectorAll("[data-do]")) button.onclick = () => act(button.dataset.do, button);
  $("d-calendars").onsubmit = (event) => { event.preventDefault(); act("calendars", event.submitter); };
  $("connect-open").onclick = () => { tell($("connect-problem"), null); $("connect").showModal(); };
  $("connect").querySelector("[data-close]").onclick = () => $("connect").close();
  $("connect-form").onsubmit = connect;
  document.addEventListener("keydown", pressed);
  document.addEventListener("visibilitychange", listen);
  setInterval(tick, 1000);
  listen();
  load();
  open();
  if (resyncing) resumeBulk(resyncing);
});
