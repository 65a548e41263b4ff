// Reads calendars with ical.js and says what it understood: one JSON array, a file each.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const read = (file) => {
    const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
    for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
    return {
        method: calendar.getFirstPropertyValue("method"),
        zones: calendar.getAllSubcomponents("vtimezone").map((zone) => zone.getFirstPropertyValue("tzid")),
        events: calendar.getAllSubcomponents("vevent").map((component) => {
            const event = new ICAL.Event(component);
            return {
                uid: event.uid,
                sequence: event.sequence,
                status: component.getFirstPropertyValue("status"),
                summary: event.summary,
                startsAt: event.startDate.toJSDate().toISOString(),
                endsAt: event.endDate.toJSDate().toISOString(),
                organizer: event.organizer,
                attendees: event.attendees.map((attendee) => attendee.getFirstValue()),
                names: event.attendees.map((attendee) => attendee.getParameter("cn")),
            };
        }),
    };
};

console.log(JSON.stringify(process.argv.slice(2).map(read)));
