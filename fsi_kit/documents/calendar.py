"""A workshop as an invitation for a calendar (.ics), in Swedish time whatever the reader's computer is set to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from fsi_kit.documents.facts import START, Facts, Fill
from fsi_kit.documents.masters import Master
from fsi_kit.documents.text import plain, render

ZONE = "Europe/Stockholm"
# Summer time from the last Sunday in March to the last in October, as in the EU since 1996.
CHANGES = (
    ("DAYLIGHT", "19700329T020000", "+0100", "+0200", "CEST", 3),
    ("STANDARD", "19701025T030000", "+0200", "+0100", "CET", 10),
)


def calendar_file(master: Master, facts: Facts) -> bytes:
    """Return the workshop as a calendar file; a blank workshop is put at nine in the morning a month ahead,
    and one of two days takes the next day too.

    The description is the master's own text; nobody is invited by it, it is published for each to add.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//FSI Kit//{facts.lang}//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(zone())
    for day in range(facts.agenda.days):
        calendar.add_component(_event(master, facts, day))
    return bytes(calendar.to_ical())


def _event(master: Master, facts: Facts, day: int) -> Any:
    from icalendar import Event

    shop = facts.workshop
    start = _start(facts) + timedelta(days=day)
    minutes = sum(item.minutes for item in facts.agenda.items if item.day == day + 1)
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, f"fsi-kit:{facts.municipality}:{shop['workshop_id']}:{start:%Y%m%d}")))
    event.add("dtstamp", datetime(facts.as_of.year, facts.as_of.month, facts.as_of.day, tzinfo=ZoneInfo("UTC")))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=minutes))
    event.add("summary", master.options["summary"][facts.lang])
    event.add("location", _plain(shop["place"]))
    event.add("description", plain(render(master, facts)).decode().replace("\r\n", "\n").strip())
    return event


def _start(facts: Facts) -> datetime:
    shop, day = facts.workshop, facts.as_of + timedelta(days=30)
    if facts.book is not None and shop.known:
        rows = facts.book["workshops"]
        found = rows.loc[rows["workshop_id"].eq(shop["workshop_id"]).fillna(False).astype(bool), "date"].dropna()
        day = found.iloc[0].date() if len(found) else day
    time = START if isinstance(shop["start"], Fill) else shop["start"]
    hour, minute = (int(part) for part in time.split(":")[:2])
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(ZONE))


def _plain(text: str) -> str:
    return f"[{text}]" if isinstance(text, Fill) else text


def zone() -> Any:
    """Return the calendar's own description of Swedish time."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

    made = Timezone()
    made.add("tzid", ZONE)
    for kind, first, before, after, name, month in CHANGES:
        part = (TimezoneDaylight if kind == "DAYLIGHT" else TimezoneStandard)()
        part["DTSTART"] = first
        part["TZOFFSETFROM"], part["TZOFFSETTO"], part["TZNAME"] = before, after, name
        part["RRULE"] = vRecur({"freq": "yearly", "bymonth": month, "byday": "-1SU"})
        made.add_component(part)
    return made
