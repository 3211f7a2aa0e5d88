"use strict";
// Deletions that were held back because they were too many at once, and what a person decides about them.

const DECISIONS = {
  release: {
    button: "Release…", yes: "Delete them for the CRM", title: (hold) => "Release " + plural(hold.deletions, "deletion") + "?",
    text: (hold) => `The CRM is told to delete ${plural(hold.deletions, "event")} of “${calendarName(hold)}”. They come back only when ${providerName(hold.provider)} shows them again.`,
  },
  discard: {
    button: "Discard…", yes: "Keep the events", title: (hold) => "Discard " + plural(hold.deletions, "deletion") + "?",
    text: (hold) => `${plural(hold.deletions, "event")} of “${calendarName(hold)}” stay in the CRM, and the calendar is read in full. What is still missing at ${providerName(hold.provider)} then is held back again.`,
  },
};

function calendarName(hold) {
  return hold.name || hold.calendarId;
}

// All that wait, of whatever the filter means.
function showHolds(holds) {
  const wanted = filters();
  const meant = holds.filter((hold) => ["userId", "provider"].every((name) => !wanted.has(name) || wanted.get(name) === hold[name]));
  $("holds").hidden = !meant.length;
  const events = meant.reduce((sum, hold) => sum + hold.deletions, 0);
  $("holds-title").textContent = `⚠ ${plural(events, "deletion")} held back in ${plural(meant.length, "calendar")}`;
  if (events && $("holds").dataset.told !== String(events)) announce(plural(events, "deletion") + " held back");
  $("holds").dataset.told = String(events);
  keep($("holds-list"), meant, (hold) => holdItem(hold, true));
}

// What is shown already stays as it is, with what is unfolded and where the focus is.
function keep(list, holds, item) {
  const known = new Map([...list.children].map((child) => [child.dataset.hold, child]));
  const wanted = holds.map((hold) => {
    const text = JSON.stringify(hold);
    const element = known.get(text) || item(hold);
    element.dataset.hold = text;
    return element;
  });
  if (wanted.length === list.children.length && wanted.every((element, place) => element === list.children[place])) return;
  const focused = document.activeElement;
  list.replaceChildren(...wanted);
  if (list.contains(focused)) focused.focus();
}

function holdItem(hold, withOwner) {
  const item = make("li", null, "hold");
  const what = make("p");
  what.append(make("b", calendarName(hold)), `: ${hold.deletions.toLocaleString()} of ${plural(hold.events, "event")} would be deleted, held back `, time(hold.heldAt));
  if (withOwner) {
    const owner = make("button", hold.userId + " · " + hold.tenantId + " · " + providerName(hold.provider), "link");
    owner.type = "button";
    owner.onclick = () => select(keyOf(hold));
    what.append(" · ", owner);
  }
  const actions = make("div", null, "actions");
  for (const decision of ["release", "discard"]) {
    const button = make("button", DECISIONS[decision].button, decision === "release" ? "danger" : "");
    button.type = "button";
    button.setAttribute("aria-label", DECISIONS[decision].title(hold).replace("?", "") + " of " + calendarName(hold));
    button.onclick = () => decide(decision, hold, button);
    actions.append(button);
  }
  item.append(what, sampleOf(hold), actions);
  return item;
}

function sampleOf(hold) {
  const details = make("details");
  const table = make("table");
  const head = table.createTHead().insertRow();
  for (const name of ["Event", "When"]) {
    const th = make("th", name);
    th.scope = "col";
    head.append(th);
  }
  const body = table.createTBody();
  for (const event of hold.sample) {
    const row = body.insertRow();
    row.append(make("td", event.title || "(no title shared)", event.title ? "" : "quiet"), make("td", ""));
    row.title = event.externalEventId;
    row.lastChild.append(when(event.when));
  }
  details.append(make("summary", "Show " + (hold.sample.length < hold.deletions ? hold.sample.length + " of them" : "them")), table);
  if (hold.sample.length < hold.deletions) details.append(make("p", `and ${(hold.deletions - hold.sample.length).toLocaleString()} more`, "quiet"));
  return details;
}

// An event's own time: absolute, with the distance on hover.
function when(text) {
  if (!text) return make("span", "not shared", "quiet");
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const date = new Date(day ? text + "T00:00:00" : text);
  if (isNaN(date)) return make("span", text);
  const shown = date.toLocaleDateString(undefined, { weekday: "short", day: "numeric", month: "short", year: "numeric" });
  const element = make("span", shown + (day ? ", all day" : ", " + date.toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit" })));
  element.title = relative(date) + " (" + text + ")";
  return element;
}

async function decide(decision, hold, button) {
  const { title, text, yes } = DECISIONS[decision];
  if (!(await confirmed({ title: title(hold), text: text(hold), yes, danger: decision === "release" }))) return;
  button.disabled = true;
  try {
    const command = await ask(pathOf(keyOf(hold)) + "/deletions/" + decision, "POST", { calendarIds: [hold.calendarId] });
    if (page.selected !== keyOf(hold)) select(keyOf(hold));
    follow(command);
  } catch (problem) {
    tell($("problem"), problem);
    load();
  } finally {
    button.disabled = false;
  }
}
