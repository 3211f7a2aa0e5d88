"use strict";
// What a connection waits for, in words. Each function answers parts: strings, and elements for times.

const PROVIDERS = { google: "Google", outlook: "Outlook" };

const REASONS = {
  PROVIDER_UNAVAILABLE: (at) => at + " answers with errors", PROVIDER_TIMEOUT: (at) => at + " does not answer in time",
  UNREADABLE_ANSWER: (at) => at + " sends answers that cannot be read", PROVIDER_LOOP: (at) => at + " sends pages without end",
  CURSOR_LOST_TWICE: (at) => at + " has lost the place to go on from twice", RATE_LIMITED: (at) => at + " limits the rate of calls",
  QUOTA_EXHAUSTED: (at) => "the quota at " + at + " is used up", GRANT_REVOKED: (at) => "the consent at " + at + " was withdrawn",
  SCOPE_MISSING: (at) => "the consent at " + at + " does not cover the calendar", TOKEN_REJECTED: (at) => at + " refuses the access token",
  CLIENT_REJECTED: (at) => at + " refuses the application's own credentials", API_NOT_ENABLED: (at) => at + " does not let the application use its calendar API",
  ACCESS_FORBIDDEN: (at) => at + " forbids access", CALENDAR_GONE: () => "the calendar is gone", REQUEST_REJECTED: (at) => at + " refuses the request",
  NO_CREDENTIAL: () => "no credential is stored", CREDENTIAL_UNREADABLE: () => "the stored credential cannot be opened with the master key",
};

const WARNINGS = {
  STALE: "no sync for too long", TOKEN_EXPIRED: "access token expired", CALENDAR_FAILING: "a calendar cannot be read",
  DELETIONS_HELD: "deletions wait for a person", INCIDENT: "waits for an incident to end",
};

function providerName(provider) {
  return PROVIDERS[provider] || provider;
}

function reasonText(reason, provider) {
  return REASONS[reason] ? REASONS[reason](providerName(provider)) : words(reason);
}

function failures(count) {
  return count + (count === 1 ? " failure" : " failures in a row");
}

function goesOn(until) {
  return time(until, "", "", "goes on ", "was due ");
}

// True when there is nothing to say but that its turn will come.
function ordinary(entry) {
  return entry.state === "ACTIVE" && !entry.waiting;
}

// Reads on from "Waits for ".
function waitsFor(entry) {
  const cause = reasonText(entry.reason, entry.provider);
  switch (entry.state) {
    case "NEEDS_RECONNECT": return ["the user to connect it again", cause ? ": " + cause : ""];
    case "PAUSED": return ["a person to resume it"];
    case "DISABLED": return disabled(entry, cause);
    default: return entry.waiting ? waiting(entry) : [entry.state === "LINKED" ? "its first sync" : "its next turn"];
  }
}

function disabled(entry, cause) {
  const because = [entry.consecutiveFailures ? failures(entry.consecutiveFailures) : "", cause].filter(Boolean).join(", ");
  if (!entry.waiting) return ["a person: resync it or connect it again", because ? " (" + because + ")" : ""];
  return ["a probe, ", time(entry.waiting.until, "", "", "", "was due "), because ? ": " + because : "", "; comes back by itself when that works"];
}

function waiting(entry) {
  const { until, reason, incident } = entry.waiting;
  const at = providerName(entry.provider);
  if (incident) return ["the incident at " + at + ", ", goesOn(until), "; it began ", time(incident.openedAt), " and is no failure of this connection"];
  switch (reason) {
    case "PROVIDER_INCIDENT": return ["an incident at " + at + ", ", goesOn(until), "; it is no failure of this connection"];
    case "OPERATOR_INCIDENT": return ["the operators: something here keeps it from syncing, see the log of the workers; ", goesOn(until)];
    case "RATE_LIMIT": return ["the rate limit of " + at + "; ", goesOn(until)];
    case "NEXT_SLICE": return ["the next slice of a long read; ", goesOn(until)];
    default: return ["its next try, ", time(until, "", "", "", "was due "), ": ", [entry.consecutiveFailures ? failures(entry.consecutiveFailures) : "", reasonText(reason, entry.provider)].filter(Boolean).join(", ")];
  }
}

function tone(entry) {
  if (entry.state === "NEEDS_RECONNECT" || entry.state === "DISABLED") return "bad";
  return entry.waiting && entry.waiting.reason !== "NEXT_SLICE" ? "warn" : "";
}

// What else deserves a look, one short text each.
function notes(entry) {
  const calendars = entry.calendarsFailing;
  return [
    entry.deletionsHeld ? "⚠ " + plural(entry.deletionsHeld, "deletion") + " held" : "",
    calendars ? "⚠ " + plural(calendars, "calendar") + " cannot be read" : "",
  ].filter(Boolean);
}

function plural(count, noun) {
  return count.toLocaleString() + " " + noun + (count === 1 ? "" : "s");
}
