#!/bin/sh
# khal 0.14.1
#
# `khal import` of an event whose UID the calendar has already (a moved meeting, with a higher SEQUENCE) replaces it, and
# each time leaves two temporary files of the event beside it in the folder of the calendar.
#
# Seen (files after the first, the second and the third import, and what the event is called then):
#   1: one@example.org.ics
#   3: one@example.org.ics and 2 more that begin so
#   5: one@example.org.ics and 4 more that begin so
#   Moved
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check khal==0.14.1 icalendar==7.3.0
mkdir "$folder/calendar" "$folder/home"
cat > "$folder/config" <<END
[calendars]
[[work]]
path = $folder/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Asia/Seoul
default_timezone = Asia/Seoul
[default]
default_calendar = work
END
event() {
    printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//example//one//EN BEGIN:VEVENT UID:one@example.org \
        DTSTAMP:20261101T000000Z DTSTART:20261105T010000Z DTEND:20261105T020000Z "SEQUENCE:$1" "SUMMARY:$2" \
        END:VEVENT END:VCALENDAR > "$folder/$1.ics"
}
take() {
    env HOME="$folder/home" XDG_DATA_HOME="$folder/home" XDG_CACHE_HOME="$folder/home" \
        "$folder/venv/bin/khal" -c "$folder/config" import --batch "$folder/$1.ics"
}
event 0 Meeting
event 1 Moved
found=""
for sent in 0 1 1; do
    take $sent
    found="$found$(find "$folder/calendar" -name 'one@example.org.ics*' | wc -l) "
done
kept=$(sed -n 's/^SUMMARY:\([A-Za-z]*\).*/\1/p' "$folder/calendar/one@example.org.ics")
echo "files after each import: $found"
echo "the event is called: $kept"
[ "$found" = "1 3 5 " ] && [ "$kept" = Moved ] || { echo "the behaviour has changed"; exit 1; }
