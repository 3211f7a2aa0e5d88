"use strict";
// Resyncs: of one connection from its menu, of all that a filter means after a dry run.

const VERBS = {
  SYNC_NOW: ["Sync now", "Reads what has changed since the last sync."],
  RECONCILE: ["Reconcile", "Reads everything again and tells the CRM only what differs."],
  REBUILD: ["Rebuild", "Forgets where it stopped, lists the calendars anew, then does the same as Reconcile."],
  REPUBLISH: ["Republish", "Reads nothing: tells the CRM again all that is stored, as the tenant shares it now."],
};
const PROGRESS = { requested: "waits for the scheduler", accepted: "under way" };
const ENDED = ["done", "rejected", "cancelled", "estimated"];
const bulk = { estimated: null, commandId: null };

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// ---- the menu of one connection

function makeMenu() {
  for (const verb of ["RECONCILE", "REBUILD", "REPUBLISH"]) {
    const button = make("button");
    button.type = "button";
    button.dataset.do = verb;
    button.append(make("b", VERBS[verb][0]), make("small", VERBS[verb][1]));
    $("d-verbs").append(button);
  }
  const menu = $("d-more");
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) { event.stopPropagation(); menu.open = false; menu.querySelector("summary").focus(); }
  });
  menu.addEventListener("focusout", (event) => { if (!menu.contains(event.relatedTarget)) menu.open = false; });
  $("d-verbs").addEventListener("click", () => { menu.open = false; });
}

// ---- all that a filter means

function makeVerbChoice() {
  for (const [verb, [name, meaning]] of Object.entries(VERBS)) {
    const label = make("label", null, "choice");
    const radio = make("input");
    radio.type = "radio";
    radio.name = "verb";
    radio.value = verb;
    radio.checked = verb === "SYNC_NOW";
    const text = make("span");
    text.append(make("b", name), make("small", meaning));
    label.append(radio, text);
    $("r-verbs").append(label);
  }
}

function openResync() {
  const form = $("resync-form");
  for (const name of ["tenantId", "userId", "provider"]) form.elements[name].value = $("filters").elements[name].value.trim();
  $("r-note").hidden = !$("filters").elements.status.value;
  forgetEstimate();
  $("resync").showModal();
}

function forgetEstimate() {
  bulk.estimated = null;
  $("r-estimate").hidden = true;
  tell($("r-problem"), null);
  $("r-go").textContent = "See what it takes";
  $("r-go").disabled = false;
}

function wantedResync() {
  const body = {};
  for (const [name, value] of new FormData($("resync-form"))) if (value.trim()) body[name] = value.trim();
  return body;
}

async function submitResync(event) {
  event.preventDefault();
  const wanted = wantedResync();
  $("r-go").disabled = true;
  try {
    if (bulk.estimated === JSON.stringify(wanted)) {
      const command = await ask(HEALTH + "/resync", "POST", wanted);
      $("resync").close();
      followBulk(command);
    } else {
      await estimate(wanted);
    }
  } catch (problem) {
    forgetEstimate();
    tell($("r-problem"), problem);
  }
}

async function estimate(wanted) {
  const asked = JSON.stringify(wanted);
  $("r-go").textContent = "Counting…";
  let answer = await ask(HEALTH + "/resync", "POST", { ...wanted, dryRun: true });
  for (let step = 0; answer.commandId && !ENDED.includes(answer.state) && step < 60; step++) {
    await pause(1000);
    answer = await ask("/api/calendar/commands/" + encodeURIComponent(answer.commandId));
  }
  if (asked !== JSON.stringify(wantedResync())) { forgetEstimate(); return; }
  if (answer.state === "rejected") throw new Problem("Not possible", answer.message || "The scheduler refused it.");
  const calls = answer.calls ?? answer.estimatedCalls;
  if (calls === undefined || calls === null) throw new Problem("No answer yet", "The scheduler has not said what it takes; is it running? Try again.");
  bulk.estimated = asked;
  $("r-estimate").hidden = false;
  $("r-estimate").textContent = estimateText(answer.connections, calls, answer.seconds ?? answer.estimatedSeconds ?? 0);
  $("r-go").textContent = answer.connections ? "Start it on " + plural(answer.connections, "connection") : "Nothing to start";
  $("r-go").disabled = !answer.connections;
  if (answer.connections) $("r-go").focus();
}

function estimateText(connections, calls, seconds) {
  if (!connections) return "It would touch no connection.";
  const minutes = Math.max(1, Math.round(seconds / 60));
  const long = seconds < 60 ? "less than a minute" : minutes < 120 ? "about " + plural(minutes, "minute") : "about " + plural(Math.round(minutes / 60), "hour");
  const cost = calls ? "about " + plural(calls, "call") + " to the provider" : "no call to the provider";
  return `It would touch ${plural(connections, "connection")}: ${cost}, ${long}.`;
}

// ---- how far it is

function bulkName(command) {
  const verb = VERBS[command.kind]?.[0] || words(command.kind) || "Resync";
  return verb + " of " + [command.userId, command.tenantId, command.provider && providerName(command.provider)].filter(Boolean).join(" · ");
}

function showBulk(command) {
  $("progress").hidden = false;
  const total = command.connections || 0;
  const ended = ENDED.includes(command.state);
  const unfinished = command.remaining ?? total - command.completed - command.failed;
  const done = command.state === "done" ? total : Math.max(0, total - unfinished);
  $("p-name").textContent = bulkName(command);
  $("p-text").textContent = [
    PROGRESS[command.state] || command.state,
    total ? `${done.toLocaleString()} of ${plural(total, "connection")} done` : "",
    command.failed ? `${command.failed.toLocaleString()} failed` : "",
    command.joinedCommandId ? "shares the runs of an earlier one" : "",
    command.message || "",
  ].filter(Boolean).join(" · ");
  $("p-bar").hidden = !total || command.state === "rejected";
  $("p-bar").max = total || 1;
  $("p-bar").value = done;
  $("p-cancel").hidden = ended;
  $("p-close").hidden = !ended;
  if (ended) announce(bulkName(command) + ": " + command.state);
}

function setBulk(commandId) {
  bulk.commandId = commandId;
  writeAddress();
}

async function followBulk(command) {
  setBulk(command.commandId);
  const id = command.commandId;
  tell($("p-problem"), null);
  let misses = 0;
  for (let step = 0; bulk.commandId === id; step++) {
    showBulk(command);
    if (ENDED.includes(command.state)) { load(); return; }
    await pause(step < 30 ? 1000 : 3000);
    try {
      command = await ask("/api/calendar/commands/" + encodeURIComponent(id));
      misses = 0;
    } catch (problem) {
      if (++misses < 20) continue;
      tell($("p-problem"), problem);
      $("p-close").hidden = false;
      return;
    }
  }
}

// A resync that the address names goes on being shown.
async function resumeBulk(id) {
  try {
    followBulk(await ask("/api/calendar/commands/" + encodeURIComponent(id)));
  } catch (problem) {
    setBulk(null);
    tell($("problem"), problem);
  }
}

async function cancelBulk() {
  const id = bulk.commandId;
  $("p-cancel").disabled = true;
  try {
    await ask("/api/calendar/commands/" + encodeURIComponent(id) + "/cancel", "POST");
    $("p-text").textContent = "being cancelled; runs under way are finished";
  } catch (problem) {
    tell($("p-problem"), problem);
  } finally {
    $("p-cancel").disabled = false;
  }
}

function putBulkAway() {
  setBulk(null);
  $("progress").hidden = true;
}

function makeResync() {
  makeMenu();
  makeVerbChoice();
  $("resync-open").onclick = openResync;
  $("resync-form").onsubmit = submitResync;
  $("resync-form").oninput = forgetEstimate;
  $("resync").querySelector("[data-close]").onclick = () => $("resync").close();
  $("p-cancel").onclick = cancelBulk;
  $("p-close").onclick = putBulkAway;
}
