package io.kalends.worker.microsoft;

import io.kalends.worker.http.Answers;
import io.kalends.worker.http.ScriptedServer.Answer;

/// Answers in the shapes Microsoft documents.
final class Payloads {

    static final String FIRST_PAGE = """
            {
              "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Collection(event)",
              "@odata.nextLink": "https://graph.microsoft.com/v1.0/me/calendarView/delta?$skiptoken=R0usmcCM996atia_s9kL",
              "value": [
                {
                  "@odata.type": "#microsoft.graph.event",
                  "@odata.etag": "W/\\"EZ9r3czxY0m2jz8c45czkwAAFXcvIw==\\"",
                  "id": "AAkALgmeeting1",
                  "createdDateTime": "2026-11-18T07:02:11.4312345Z",
                  "lastModifiedDateTime": "2026-11-19T16:45:51.2041122Z",
                  "changeKey": "EZ9r3czxY0m2jz8c45czkwAAFXcvIw==",
                  "categories": ["Blue category"],
                  "transactionId": "7E163156-7762-4BEB-A1C6-729EA81755A7",
                  "originalStartTimeZone": "W. Europe Standard Time",
                  "originalEndTimeZone": "W. Europe Standard Time",
                  "iCalUId": "040000008200E00074C5B7101A82E0080000000035A1F2D3C4B5DA01000000000000000010000000A1B2",
                  "uid": "040000008200E00074C5B7101A82E0080000000035A1F2D3C4B5DA01000000000000000010000000A1B2",
                  "reminderMinutesBeforeStart": 15,
                  "isReminderOn": true,
                  "hasAttachments": false,
                  "subject": "Planning the quarter",
                  "bodyPreview": "Agenda: 1. Figures",
                  "importance": "normal",
                  "sensitivity": "normal",
                  "isAllDay": false,
                  "isCancelled": false,
                  "isOrganizer": true,
                  "isDraft": false,
                  "responseRequested": true,
                  "seriesMasterId": null,
                  "showAs": "busy",
                  "type": "singleInstance",
                  "webLink": "https://outlook.office365.com/owa/?itemid=AAkALg%3D&exvsurl=1&path=/calendar/item",
                  "onlineMeetingUrl": null,
                  "isOnlineMeeting": true,
                  "onlineMeetingProvider": "teamsForBusiness",
                  "allowNewTimeProposals": true,
                  "hideAttendees": false,
                  "recurrence": null,
                  "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
                  "body": {"contentType": "html", "content": "<html><body>Agenda: 1. Figures</body></html>"},
                  "start": {"dateTime": "2026-11-24T09:00:00.0000000", "timeZone": "UTC"},
                  "end": {"dateTime": "2026-11-24T10:30:00.0000000", "timeZone": "UTC"},
                  "location": {"displayName": "Room 4.12", "locationType": "conferenceRoom",
                   "locationUri": "room412@contoso.example", "uniqueId": "room412@contoso.example",
                   "uniqueIdType": "directory", "address": {}, "coordinates": {}},
                  "locations": [{"displayName": "Room 4.12", "locationType": "conferenceRoom"}],
                  "attendees": [
                    {"type": "required", "status": {"response": "tentativelyAccepted", "time": "2026-11-18T09:00:00Z"},
                     "emailAddress": {"name": "Ben Ito", "address": "ben.ito@example.org"}},
                    {"type": "optional", "status": {"response": "none", "time": "0001-01-01T00:00:00Z"},
                     "emailAddress": {"name": "Cara", "address": "cara@example.net"}},
                    {"type": "resource", "status": {"response": "accepted", "time": "2026-11-18T07:02:20Z"},
                     "emailAddress": {"name": "Room 4.12", "address": "room412@contoso.example"}},
                    {"type": "required", "status": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
                     "emailAddress": {"name": "Anna Keller", "address": "Anna@contoso.example"}}
                  ],
                  "organizer": {"emailAddress": {"name": "Anna Keller", "address": "anna@contoso.example"}},
                  "onlineMeeting": {"joinUrl": "https://teams.microsoft.com/l/meetup-join/19%3ameeting/0?context=%7b%7d",
                   "conferenceId": "177771000", "tollNumber": "+49 69 5550100"},
                  "somethingNew": {"nested": [1, 2, {"deep": null}]}
                },
                {
                  "@odata.type": "#microsoft.graph.event",
                  "@odata.etag": "W/\\"EZ9r3czxY0m2jz8c45czkwAAFXcvJA==\\"",
                  "id": "AAkALgdayoff",
                  "lastModifiedDateTime": "2026-10-01T09:00:00.0000000Z",
                  "originalStartTimeZone": "W. Europe Standard Time",
                  "iCalUId": "040000008200E00074C5B7101A82E00800000000AAAA",
                  "subject": "Day off",
                  "sensitivity": "private",
                  "isAllDay": true,
                  "isCancelled": false,
                  "isOrganizer": true,
                  "seriesMasterId": null,
                  "showAs": "oof",
                  "type": "singleInstance",
                  "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
                  "body": {"contentType": "text", "content": ""},
                  "start": {"dateTime": "2026-11-27T00:00:00.0000000", "timeZone": "UTC"},
                  "end": {"dateTime": "2026-11-28T00:00:00.0000000", "timeZone": "UTC"},
                  "location": {"displayName": "", "locationType": "default", "address": {}, "coordinates": {}},
                  "attendees": [],
                  "organizer": {"emailAddress": {"name": "Anna Keller", "address": "anna@contoso.example"}},
                  "onlineMeeting": null
                },
                {"@odata.type": "#microsoft.graph.event", "@odata.etag": "W/\\"DwAAABYAAAARn2vdzPFj\\"",
                 "seriesMasterId": "AAkALgstandup", "type": "occurrence", "id": "AAkALgstandup20261123",
                 "start": {"dateTime": "2026-11-23T08:00:00.0000000", "timeZone": "UTC"},
                 "end": {"dateTime": "2026-11-23T08:15:00.0000000", "timeZone": "UTC"}},
                {"@odata.type": "#microsoft.graph.event", "@odata.etag": "W/\\"DwAAABYAAAARn2vdzPFj\\"",
                 "seriesMasterId": "AAkALgstandup", "type": "occurrence", "id": "AAkALgstandup20261130",
                 "start": {"dateTime": "2026-11-30T08:00:00.0000000", "timeZone": "UTC"},
                 "end": {"dateTime": "2026-11-30T08:15:00.0000000", "timeZone": "UTC"}}
              ]
            }""";

    static final String LAST_PAGE = """
            {
              "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Collection(event)",
              "@odata.deltaLink": "https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=R0usmcMDNGg0J1E0",
              "value": [
                {
                  "@odata.type": "#microsoft.graph.event",
                  "@odata.etag": "W/\\"DwAAABYAAAARn2vdzPFj\\"",
                  "id": "AAkALgstandup",
                  "lastModifiedDateTime": "2026-11-10T06:00:00.0000000Z",
                  "originalStartTimeZone": "W. Europe Standard Time",
                  "iCalUId": "040000008200E00074C5B7101A82E00800000000BBBB",
                  "uid": "040000008200E00074C5B7101A82E00800000000BBBB",
                  "subject": "Stand-up",
                  "sensitivity": "normal",
                  "isAllDay": false,
                  "isCancelled": false,
                  "isOrganizer": false,
                  "seriesMasterId": null,
                  "showAs": "tentative",
                  "type": "seriesMaster",
                  "responseStatus": {"response": "notResponded", "time": "0001-01-01T00:00:00Z"},
                  "body": {"contentType": "html", "content": "<html><body></body></html>"},
                  "start": {"dateTime": "2026-09-07T07:00:00.0000000", "timeZone": "UTC"},
                  "end": {"dateTime": "2026-09-07T07:15:00.0000000", "timeZone": "UTC"},
                  "location": {"displayName": "Teams", "locationType": "default"},
                  "recurrence": {
                    "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"], "firstDayOfWeek": "sunday"},
                    "range": {"type": "noEnd", "startDate": "2026-09-07", "endDate": "0001-01-01"}
                  },
                  "attendees": [{"type": "required", "status": {"response": "none", "time": "0001-01-01T00:00:00Z"},
                   "emailAddress": {"name": "Anna Keller", "address": "anna@contoso.example"}}],
                  "organizer": {"emailAddress": {"name": "Ben Ito", "address": "ben.ito@example.org"}}
                },
                {
                  "@odata.type": "#microsoft.graph.event",
                  "@odata.etag": "W/\\"DwAAABYAAAARn2vdzLaa\\"",
                  "id": "AAkALgstandup20261207",
                  "lastModifiedDateTime": "2026-11-19T12:00:00.5000000Z",
                  "iCalUId": "040000008200E00074C5B7101A82E00807EA0C07BBBB",
                  "subject": "Stand-up (moved)",
                  "isAllDay": false,
                  "isCancelled": false,
                  "isOrganizer": false,
                  "seriesMasterId": "AAkALgstandup",
                  "showAs": "busy",
                  "type": "exception",
                  "originalStart": "2026-12-07T08:00:00Z",
                  "responseStatus": {"response": "accepted", "time": "2026-11-19T12:05:00Z"},
                  "start": {"dateTime": "2026-12-07T13:00:00.0000000", "timeZone": "UTC"},
                  "end": {"dateTime": "2026-12-07T13:15:00.0000000", "timeZone": "UTC"},
                  "organizer": {"emailAddress": {"name": "Ben Ito", "address": "ben.ito@example.org"}}
                },
                {
                  "@odata.type": "#microsoft.graph.event",
                  "@odata.etag": "W/\\"EZ9r3czxY0m2jz8c45cz\\"",
                  "id": "AAkALgvendor",
                  "lastModifiedDateTime": "2026-11-21T18:00:00.0000000Z",
                  "subject": "Canceled: Vendor call",
                  "isAllDay": false,
                  "isCancelled": true,
                  "isOrganizer": false,
                  "showAs": "free",
                  "type": "singleInstance",
                  "start": {"dateTime": "2026-11-26T15:00:00.0000000", "timeZone": "UTC"},
                  "end": {"dateTime": "2026-11-26T15:30:00.0000000", "timeZone": "UTC"},
                  "organizer": {"emailAddress": {"name": "Vendor", "address": "sales@vendor.example"}}
                },
                {"@odata.type": "#microsoft.graph.event", "id": "AAkALgremoved1", "@removed": {"reason": "deleted"}},
                {"id": "AAkALgremoved2", "@removed": {"reason": "changed"}}
              ]
            }""";

    static final String CALENDARS = """
            {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#users('me')/calendars", "value": [
              {"id": "AAMkAGI2=main", "name": "Calendar", "color": "auto", "hexColor": "", "isDefaultCalendar": true,
               "changeKey": "nfZyf7VcrEKLNoU37KWlkQAAA0x0+w==", "canShare": true, "canEdit": true,
               "owner": {"name": "Anna Keller", "address": "anna@contoso.example"}},
              {"id": "AAMkAGI2=team", "name": "Team", "color": "aColourNobodyKnows", "isDefaultCalendar": false},
              {"id": "AAMkAGI2=bare"}
            ]}""";

    private static final String GRAPH = "https://graph.microsoft.com/";

    private Payloads() {}

    /// `body` with Graph's own address in place of the one that is written in it.
    static Answer graph(String body) {
        return (out, server) ->
                Answers.json(body.replace(GRAPH, server.root().toString())).write(out, server);
    }

    /// The last page of a round, with these rows.
    static String lastPage(String... rows) {
        return page("@odata.deltaLink", GRAPH + "v1.0/me/calendarView/delta?$deltatoken=d9", rows);
    }

    /// A page that is followed, or can be by a later one, under `link`.
    static String page(String linkName, String link, String... rows) {
        return "{\"" + linkName + "\":\"" + link + "\",\"value\":[" + String.join(",", rows) + "]}";
    }

    /// Graph's error format.
    static String error(String code, String message) {
        return """
                {"error": {"code": "%s", "message": "%s", "innerError": {"date": "2026-11-22T10:00:00",
                 "request-id": "4f2c1d7e-58a0-4b0e-9f7b-0d1a6f0c2b11",
                 "client-request-id": "8d0a2b77-3c5e-4b1b-a1be-2f5a2d9e7c00"}}}""".formatted(code, message);
    }
}
