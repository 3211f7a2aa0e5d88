package io.kalends.worker.google;

/// Answers in the shapes Google documents.
final class Payloads {

    static final String EMPTY_LAST_PAGE = """
            {"kind": "calendar#events", "timeZone": "Europe/Berlin", "items": [], "nextSyncToken": "sync-1=="}""";

    static final String FIRST_PAGE = """
            {
              "kind": "calendar#events",
              "etag": "\\"p11\\"",
              "summary": "anna.keller@example.com",
              "updated": "2026-11-20T08:15:31.204Z",
              "timeZone": "Europe/Berlin",
              "accessRole": "owner",
              "defaultReminders": [{"method": "popup", "minutes": 10}],
              "nextPageToken": "page-2/+=",
              "items": [
                {
                  "kind": "calendar#event",
                  "etag": "\\"3586723102408000\\"",
                  "id": "meeting1",
                  "status": "confirmed",
                  "htmlLink": "https://www.google.com/calendar/event?eid=bWVldGluZzE",
                  "created": "2026-11-18T07:02:11.000Z",
                  "updated": "2026-11-19T16:45:51.204Z",
                  "summary": "Planning the quarter",
                  "description": "Agenda:<br>1. Figures",
                  "location": "Room 4.12, Berlin",
                  "colorId": "7",
                  "creator": {"email": "anna.keller@example.com", "self": true},
                  "organizer": {"email": "anna.keller@example.com", "displayName": "Anna", "self": true},
                  "start": {"dateTime": "2026-11-24T10:00:00+01:00", "timeZone": "Europe/Berlin"},
                  "end": {"dateTime": "2026-11-24T11:30:00+01:00", "timeZone": "Europe/Berlin"},
                  "iCalUID": "meeting1@google.com",
                  "sequence": 1,
                  "attendees": [
                    {"email": "anna.keller@example.com", "organizer": true, "self": true,
                     "responseStatus": "accepted"},
                    {"email": "ben.ito@example.org", "displayName": "Ben Ito", "responseStatus": "tentative",
                     "comment": "may be late"},
                    {"email": "cara@example.net", "optional": true, "responseStatus": "needsAction"},
                    {"email": "room412@resource.calendar.google.com", "displayName": "Room 4.12", "resource": true,
                     "responseStatus": "declined"}
                  ],
                  "hangoutLink": "https://meet.google.com/old-link",
                  "conferenceData": {
                    "entryPoints": [
                      {"entryPointType": "phone", "regionCode": "DE", "uri": "tel:+49-30-555-0100", "pin": "123"},
                      {"entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij"}
                    ],
                    "conferenceSolution": {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"},
                    "conferenceId": "abc-defg-hij"
                  },
                  "extendedProperties": {"private": {"syncKey": "9f2c"}},
                  "reminders": {"useDefault": false, "overrides": [{"method": "email", "minutes": 60}]},
                  "eventType": "default",
                  "somethingNew": {"nested": [1, 2, {"deep": null}]}
                },
                {
                  "kind": "calendar#event",
                  "etag": "\\"3586700000000000\\"",
                  "id": "dayoff",
                  "status": "confirmed",
                  "updated": "2026-10-01T09:00:00.000Z",
                  "summary": "Day off",
                  "start": {"date": "2026-11-27"},
                  "end": {"date": "2026-11-28"},
                  "transparency": "transparent",
                  "visibility": "private",
                  "iCalUID": "dayoff@google.com"
                }
              ]
            }""";

    static final String LAST_PAGE = """
            {
              "kind": "calendar#events",
              "timeZone": "Europe/Berlin",
              "nextSyncToken": "sync-1==",
              "items": [
                {
                  "kind": "calendar#event",
                  "etag": "\\"3586722222222000\\"",
                  "id": "standup_20261125T080000Z",
                  "status": "tentative",
                  "updated": "2026-11-19T12:00:00.500Z",
                  "summary": "Stand-up (moved)",
                  "organizer": {"email": "ben.ito@example.org"},
                  "start": {"dateTime": "2026-11-25T14:00:00+01:00", "timeZone": "Europe/Berlin"},
                  "end": {"dateTime": "2026-11-25T14:15:00+01:00", "timeZone": "Europe/Berlin"},
                  "recurringEventId": "standup",
                  "originalStartTime": {"dateTime": "2026-11-25T09:00:00+01:00", "timeZone": "Europe/Berlin"},
                  "iCalUID": "standup@google.com"
                },
                {
                  "kind": "calendar#event",
                  "etag": "\\"3586722222223000\\"",
                  "id": "standup_20261127T080000Z",
                  "status": "cancelled",
                  "recurringEventId": "standup",
                  "originalStartTime": {"dateTime": "2026-11-27T09:00:00+01:00", "timeZone": "Europe/Berlin"}
                }
              ]
            }""";

    static final String DELTA = """
            {"kind": "calendar#events", "timeZone": "Europe/Berlin", "nextSyncToken": "sync-2==", "items": [
              {"kind": "calendar#event", "etag": "\\"1\\"", "id": "dayoff", "status": "cancelled"},
              {"kind": "calendar#event", "etag": "\\"2\\"", "id": "meeting1", "status": "confirmed",
               "summary": "Planning, short",
               "start": {"dateTime": "2026-11-24T10:00:00+01:00"}, "end": {"dateTime": "2026-11-24T10:45:00+01:00"}},
              {"kind": "calendar#event", "etag": "\\"3\\"", "id": "birthday_20261201", "status": "cancelled",
               "recurringEventId": "birthday", "originalStartTime": {"date": "2026-12-01"}}
            ]}""";

    static final String CALENDARS = """
            {"kind": "calendar#calendarList", "etag": "\\"p32\\"", "nextSyncToken": "CMC6", "items": [
              {"kind": "calendar#calendarListEntry", "id": "anna.keller@example.com",
               "summary": "anna.keller@example.com", "timeZone": "Europe/Berlin", "selected": true,
               "accessRole": "owner", "primary": true},
              {"kind": "calendar#calendarListEntry", "id": "team@group.calendar.google.com", "summary": "Team",
               "summaryOverride": "Our team", "timeZone": "UTC", "accessRole": "writer"},
              {"kind": "calendar#calendarListEntry", "id": "hidden@group.calendar.google.com", "summary": "Hidden",
               "hidden": true},
              {"kind": "calendar#calendarListEntry", "id": "old@group.calendar.google.com", "deleted": true}
            ]}""";

    private Payloads() {}

    /// A page with these items, the last one.
    static String lastPage(String... items) {
        return "{\"kind\":\"calendar#events\",\"timeZone\":\"Europe/Berlin\",\"nextSyncToken\":\"sync-9\",\"items\":["
                + String.join(",", items) + "]}";
    }

    /// Google's older error format.
    static String error(int code, String domain, String reason, String message) {
        return """
                {"error": {"errors": [{"domain": "%s", "reason": "%s", "message": "%s"}],
                 "code": %d, "message": "%s"}}""".formatted(domain, reason, message, code, message);
    }

    /// Google's newer error format.
    static String newError(int code, String reason, String status, String detail, String message) {
        return """
                {"error": {"code": %d, "message": "%s",
                 "errors": [{"message": "%s", "domain": "global", "reason": "%s"}], "status": "%s",
                 "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "%s",
                  "domain": "googleapis.com", "metadata": {"service": "calendar-json.googleapis.com"}}]}}""".formatted(code, message, message, reason, status, detail);
    }
}
