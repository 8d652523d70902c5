-- Twenty-six visits of each household, one a fortnight, with referral, steps, charge and ledger; twelve contacts.
CREATE TEMP TABLE slot_made AS
SELECT pg_temp.id_at(starts_at - interval '60 days') AS id, offer.place, day, hour, starts_at
FROM offer CROSS JOIN (SELECT current_date + ahead AS day FROM generate_series(-350, 40) AS ahead) AS days
CROSS JOIN generate_series(0, 6) AS hour CROSS JOIN LATERAL (SELECT day + hour * interval '1 hour' + interval '10 minutes' AS starts_at) AS moments;
ANALYZE slot_made, offer, line, home;

-- The twenty-seventh is asked for and not answered yet, or was declined. Where nobody was home, the coordinator closed it
-- but for the last times.
CREATE TEMP TABLE visit_made AS
SELECT home.n, turn, k, household_id, home.person_id, case_id, home.coordinator_id, coordinator_name, home.name, phone, line.id AS line_id,
       slot.id AS slot_id, slot.starts_at, offer.*, k <= 26 AS is_booked, slot.starts_at < now() - interval '3 hours' AS is_past,
       CASE WHEN k = 27 THEN now() - n_hours ELSE slot.starts_at - interval '9 days' END AS asked_at,
       CASE WHEN k = 27 THEN CASE turn % 20 WHEN 0 THEN 'requested' ELSE 'declined' END
            WHEN slot.starts_at >= now() - interval '3 hours' THEN 'booked'
            WHEN (turn + k) % 25 = 0 THEN 'nobody_home' ELSE 'done' END AS state,
       k <= 24 AND (turn + k) % 25 = 0 AS is_closed
FROM (SELECT *, (turn * 7 % 40) * interval '1 hour' AS n_hours FROM home WHERE NOT is_new) AS home
CROSS JOIN generate_series(1, 27) AS k
JOIN line ON line.n = home.n AND line.number = CASE WHEN k <= 13 THEN 1 ELSE 2 END AND line.position = 1 + k % 2
JOIN offer ON offer.place = line.place
JOIN slot_made AS slot ON slot.place = line.place AND slot.hour = (turn + home.n) % 7
  AND slot.day = current_date - 343 + 14 * (k - 1) + turn % 14
WHERE k <= 26 OR turn % 20 = 0 OR turn % 50 = 1;
ALTER TABLE visit_made ADD referral_id uuid, ADD visit_id uuid, ADD charge_id uuid, ADD number text;
UPDATE visit_made SET referral_id = pg_temp.id_at(asked_at), visit_id = pg_temp.id_at(asked_at + interval '2 days'),
       charge_id = pg_temp.id_at(asked_at + interval '2 days');
UPDATE visit_made SET number = numbered.number
FROM (SELECT referral_id, to_char(asked_at, 'YYYY') || '-' || lpad((1000 + row_number() OVER (ORDER BY asked_at, n))::text, 6, '0')
      AS number FROM visit_made) AS numbered WHERE numbered.referral_id = visit_made.referral_id;
ANALYZE visit_made;

INSERT INTO slot (id, organisation_id, service_id, starts_at, ends_at, capacity, held, confirmed)
SELECT slot_made.id, organisation_id, service_id, slot_made.starts_at, slot_made.starts_at + interval '1 hour', 40,
       coalesce(held, 0), coalesce(confirmed, 0)
FROM slot_made JOIN offer USING (place)
LEFT JOIN (SELECT slot_id, count(*) FILTER (WHERE is_booked) AS confirmed, count(*) FILTER (WHERE state = 'requested') AS held
           FROM visit_made GROUP BY slot_id) AS taken ON taken.slot_id = slot_made.id
ORDER BY slot_made.starts_at;
INSERT INTO slot_dong (slot_id, dong_code)
SELECT slot_made.id, dong_code FROM slot_made JOIN offer USING (place) JOIN served_area USING (organisation_id)
WHERE slot_made.starts_at > now() ORDER BY slot_made.starts_at;

-- Ten places that many ask for at once; nobody asked yet.
INSERT INTO slot (id, organisation_id, service_id, starts_at, ends_at, capacity, held, confirmed)
SELECT '00000000-0000-7000-8000-000000000010', organisation_id, service_id, day + interval '65 minutes', day + interval '125 minutes', 10, 0, 0
FROM offer CROSS JOIN (SELECT current_date + 2 AS day) AS days WHERE place = 0;
INSERT INTO slot_dong (slot_id, dong_code)
SELECT '00000000-0000-7000-8000-000000000010', dong_code FROM offer JOIN served_area USING (organisation_id) WHERE place = 0;

INSERT INTO referral (id, number, plan_line_id, case_id, household_id, organisation_id, service_id, slot_id, state, urgency,
                      note_for_provider, requested_by_id, requested_at, answer_due_at, answered_at, decline_reason, ended_at)
SELECT referral_id, number, line_id, case_id, household_id, organisation_id, service_id, slot_id,
       CASE WHEN is_closed THEN 'closed' ELSE state END, 'normal',
       '물건은 여쭤 보고 옮겨 주십시오.', coordinator_id, asked_at, asked_at + interval '1 day',
       CASE WHEN state <> 'requested' THEN asked_at + interval '3 hours' END, CASE state WHEN 'declined' THEN 'no_capacity' END,
       CASE WHEN state = 'declined' THEN asked_at + interval '3 hours' WHEN is_past THEN starts_at + interval '2 hours' END
FROM visit_made ORDER BY asked_at;
INSERT INTO referral_step (id, referral_id, at, actor_id, actor_name, verb, from_state, to_state, note)
SELECT pg_temp.id_at(at), referral_id, at, coordinator_id, who, verb, from_state, to_state, ''
FROM visit_made CROSS JOIN LATERAL (VALUES
  (true, asked_at, coordinator_name, NULL, NULL, 'requested'),
  (is_booked, asked_at + interval '3 hours', '오세라', 'accept', 'requested', 'accepted'),
  (state = 'declined', asked_at + interval '3 hours', '오세라', 'decline', 'requested', 'declined'),
  (is_booked, asked_at + interval '2 days', coordinator_name, 'book', 'accepted', 'booked'),
  (is_booked AND is_past, starts_at + interval '2 hours', '오세라', 'record_' || state, 'booked', state),
  (is_closed, starts_at + interval '1 day', coordinator_name, 'close', state, 'closed')
) AS step (took_place, at, who, verb, from_state, to_state)
WHERE took_place ORDER BY at;

INSERT INTO visit (id, referral_id, slot_id, organisation_id, household_id, starts_at, ends_at, state, worker_name, price, booked_at,
                   resident_confirmed_at, move_wish, move_asked_at, reminded_days, arrived_at, left_at, attempts, notes,
                   confirmed_by, recorded_at, rating, feedback, feedback_at)
SELECT visit_id, referral_id, slot_id, organisation_id, household_id, starts_at, starts_at + interval '1 hour', state,
       CASE WHEN is_past THEN '유경아' ELSE '' END, 12000, asked_at + interval '2 days', asked_at + interval '2 days',
       CASE WHEN wishes_to_move THEN '오후가 좋습니다.' ELSE '' END,
       CASE WHEN wishes_to_move THEN now() - interval '5 hours' END, CASE WHEN is_past THEN 1 END,
       CASE WHEN is_past THEN starts_at END, CASE WHEN is_past THEN starts_at + interval '50 minutes' END, '[]',
       CASE WHEN is_past THEN '설거지를 이용자님과 나누어 했습니다. 지난번보다 웃음이 많으셨습니다.' ELSE '' END,
       CASE WHEN is_past THEN 'in_person' END, CASE WHEN is_past THEN starts_at + interval '2 hours' END,
       CASE WHEN is_rated THEN 'good' END, CASE WHEN is_rated THEN '깨끗하게 해 주셔서 고맙습니다.' ELSE '' END,
       CASE WHEN is_rated THEN starts_at + interval '1 day' END
FROM visit_made
CROSS JOIN LATERAL (SELECT is_past AND state = 'done' AND (k % 2 = 0 OR turn % 3 = 0) AS is_rated) AS rated
CROSS JOIN LATERAL (SELECT k = 26 AND turn % 100 = 3 AS wishes_to_move) AS wishes
WHERE is_booked ORDER BY asked_at;

CREATE TEMP TABLE account AS
SELECT pg_temp.id_at(min(asked_at)) AS id, person_id, to_char(starts_at, 'YYYY')::int AS year, min(asked_at) AS at,
       sum(9600) FILTER (WHERE NOT is_past) AS held, sum(9600) FILTER (WHERE is_past) AS committed
FROM visit_made WHERE is_booked GROUP BY person_id, 3;
ANALYZE account;
INSERT INTO cap_account (id, person_id, programme_id, year, cap, held, committed, allowed_over, opened_at)
SELECT account.id, person_id, programme.id, year, 320000, coalesce(held, 0), coalesce(committed, 0), 0, at
FROM account JOIN programme ON programme.code = 'mapo_consortium' ORDER BY at;
INSERT INTO cap_part (id, account_id, service_id, held, committed, allowed_over)
SELECT pg_temp.id_at(min(asked_at)), account.id, service_id, coalesce(sum(9600) FILTER (WHERE NOT is_past), 0),
       coalesce(sum(9600) FILTER (WHERE is_past), 0), 0
FROM visit_made JOIN account ON account.person_id = visit_made.person_id AND year = to_char(starts_at, 'YYYY')::int
WHERE is_booked GROUP BY account.id, service_id;
INSERT INTO charge (id, visit_id, plan_line_id, person_id, organisation_id, service_id, programme_id, edition_id, account_id,
                    service_on, starts_at, ends_at, unit, unit_price, quantity, due_percent, own_percent, amount, own_share, support,
                    state, outcome, reason, booked_at, settled_at)
SELECT charge_id, visit_id, line_id, visit_made.person_id, organisation_id, service_id, edition.programme_id, edition.id, account.id,
       starts_at::date, starts_at, starts_at + interval '1 hour', unit, 12000, 1, 100, 20, 12000, 2400, 9600,
       CASE WHEN is_past THEN 'committed' ELSE 'held' END, CASE WHEN is_past THEN visit_made.state END, '',
       asked_at + interval '2 days', CASE WHEN is_past THEN starts_at + interval '2 hours' END
FROM visit_made
JOIN account ON account.person_id = visit_made.person_id AND year = to_char(starts_at, 'YYYY')::int
JOIN (SELECT DISTINCT ON (programme_id) programme_edition.* FROM programme_edition JOIN programme ON programme.id = programme_id
      WHERE code = 'mapo_consortium' ORDER BY programme_id, number DESC) AS edition ON true
WHERE is_booked ORDER BY asked_at;
INSERT INTO cap_entry (id, account_id, charge_id, service_id, kind, held, committed, reason, key, at)
SELECT pg_temp.id_at(entry.at), account.id, charge_id, service_id, kind, entry.held, entry.committed, '', kind || ':' || charge_id,
       entry.at
FROM visit_made JOIN account ON account.person_id = visit_made.person_id AND year = to_char(starts_at, 'YYYY')::int
CROSS JOIN LATERAL (VALUES
  (true, 'hold', 9600, 0, asked_at + interval '2 days'),
  (is_past, 'commit', -9600, 9600, starts_at + interval '2 hours')
) AS entry (took_place, kind, held, committed, at)
WHERE is_booked AND took_place ORDER BY entry.at;

CREATE TEMP TABLE contact_made AS
SELECT case_id, household_id, coordinator_id, coordinator_name, at + j * interval '30 days' AS at,
       (ARRAY['call', 'call', 'visit', 'message'])[1 + (turn + j) % 4] AS means,
       (ARRAY['well', 'well', 'well', 'needs_change', 'no_answer'])[1 + (turn + j) % 5] AS outcome
FROM home CROSS JOIN generate_series(1, 12) AS j WHERE NOT is_new;
INSERT INTO contact (id, case_id, means, outcome, note, at, by_id, by_name)
SELECT pg_temp.id_at(at), case_id, means, outcome, '방문 시간을 다시 맞추었습니다. 무릎은 조금 나아지셨다고 합니다.', at, coordinator_id,
       coordinator_name
FROM contact_made ORDER BY at;
INSERT INTO number_series (kind, year, last)
SELECT 'referral', to_char(asked_at, 'YYYY')::int, max(right(number, 6)::int) FROM visit_made GROUP BY 2
ON CONFLICT (kind, year) DO UPDATE SET last = excluded.last;
