"use strict";
// What is wrong at a provider for many connections at once: since when, what Kalends does about it, what is left to do.

const INCIDENTS = {
  OUTAGE: (at) => at + "’s calendar API fails", TOKEN_OUTAGE: (at) => at + " issues no access tokens",
  APPLICATION_LIMIT: (at) => at + " limits this application as a whole", CLIENT_REJECTED: (at) => at + " refuses this application’s credentials",
  API_NOT_ENABLED: (at) => at + " does not let this application use its calendar API",
};

const TO_DO = {
  CLIENT_REJECTED: {
    google: "Look at the OAuth client under APIs & Services, Credentials in the Google Cloud console. When its secret has changed, set GOOGLE_CLIENT_SECRET at every worker and restart them one by one.",
    outlook: "Look at Certificates & secrets of the app registration in the Entra admin center. When the secret has expired, make a new one, set OUTLOOK_CLIENT_SECRET at every worker and restart them one by one.",
  },
  API_NOT_ENABLED: {
    google: "Enable the Google Calendar API in the project of the client id (Google Cloud console, APIs & Services, Library). No restart is needed.",
    outlook: "Give the app registration the calendar permissions of Microsoft Graph in the Entra admin center and have an administrator consent. No restart is needed.",
  },
  APPLICATION_LIMIT: {
    google: "It ends by itself when the quota renews, daily ones at midnight Pacific time. If it comes back, ask for more under Quotas of the Calendar API in the Google Cloud console, or raise kalends.sync.interval.",
    outlook: "It ends by itself when Microsoft Graph lets more calls through. If it comes back, raise kalends.sync.interval.",
  },
};

const STATUS_PAGES = { google: "https://www.google.com/appsstatus/dashboard/", outlook: "https://status.cloud.microsoft/" };

function incidentTitle(incident) {
  const name = INCIDENTS[incident.kind];
  return name ? name(providerName(incident.provider)) : "Something is wrong at " + providerName(incident.provider);
}

function showIncidents(incidents) {
  const place = $("incidents");
  const text = JSON.stringify(incidents);
  if (place.dataset.shown === text) return;
  const before = new Set(JSON.parse(place.dataset.shown || "[]").map((incident) => incident.incidentId));
  place.dataset.shown = text;
  place.hidden = !incidents.length;
  place.replaceChildren(...incidents.map(incidentCard));
  for (const incident of incidents) if (!before.has(incident.incidentId)) announce("Incident: " + incidentTitle(incident));
  if (before.size && !incidents.length) announce("No incident is open any more");
}

function incidentCard(incident) {
  const recovering = incident.state === "RECOVERING";
  const card = make("article", null, "incident " + (recovering ? "recovering" : "ongoing"));
  const title = make("h2");
  const mark = make("span", recovering ? "◐" : "▲");
  mark.setAttribute("aria-hidden", "true");
  title.append(mark, " ", incidentTitle(incident));
  const since = make("p", null, "since");
  since.append(make("b", recovering ? "Recovering" : "Open"), ", began ", time(incident.openedAt));
  card.append(title, since, line("It says", incident.message), line("Kalends", ...whatKalendsDoes(incident)), line("You", ...whatToDo(incident)));
  return card;
}

function line(who, ...parts) {
  const paragraph = make("p");
  paragraph.append(make("b", who), make("span"));
  paragraph.lastChild.append(...parts);
  return paragraph;
}

function whatKalendsDoes(incident) {
  const at = providerName(incident.provider);
  if (incident.state === "RECOVERING") return ["lets more and more syncs of " + at + " out, a growing share at a time, so that they do not all come at once."];
  const whose = incident.kind === "TOKEN_OUTAGE" || incident.kind === "CLIENT_REJECTED"
    ? "lets syncs of " + at + " wait that need a new access token; others go on." : "lets syncs of " + at + " wait.";
  const probing = incident.probeAt ? [time(incident.probeAt, "", "", "The next probe goes out ", "The next probe was due "), "."] : ["A few calls probe whether it is over."];
  return [whose + " Nobody is disabled or asked to reconnect for it. ", ...probing];
}

function whatToDo(incident) {
  const task = TO_DO[incident.kind]?.[incident.provider];
  if (task) return [task];
  const link = make("a", "status page of " + providerName(incident.provider));
  link.href = STATUS_PAGES[incident.provider] || "#";
  link.rel = "noreferrer";
  return ["need not do anything; it ends by itself. See the ", link, "."];
}
