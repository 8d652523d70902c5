-- Households, each with person, account, consents, application, case, pairing, assessment and two plans of two lines.
-- Written for the tables of the build that is compared with and its demonstration; benchmarks.households tells how many.
-- Foreign keys are not looked up row by row: everything is made from the rows that it refers to.
SET session_replication_role = replica;
SET work_mem = '256MB';
SET maintenance_work_mem = '512MB';
SET synchronous_commit = off;

-- Nor are indexes kept up row by row: those of the large tables are built at the end.
CREATE TEMP TABLE index_kept AS
SELECT indexrelid::regclass AS name, pg_get_indexdef(indexrelid) AS definition FROM pg_index
WHERE NOT indisprimary AND indrelid = ANY (ARRAY['referral', 'referral_step', 'slot', 'slot_dong', 'visit', 'charge', 'cap_entry',
  'contact', 'audit_entry', 'outbox_message', 'consent', 'eligibility_check', 'plan_line', 'payer_choice']::regclass[]);
DO $$
DECLARE place regclass;
BEGIN
  FOR place IN SELECT name FROM index_kept LOOP EXECUTE 'DROP INDEX ' || place; END LOOP;
END $$;

-- An id of the moment, so that ids order as those of the portal do.
CREATE FUNCTION pg_temp.id_at(moment timestamptz) RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') || substr(gen_random_uuid()::text, 15))::uuid
$$;

-- Every member goes to every dong, has an agreement and is insured for all of the bookings: nothing stands against them.
INSERT INTO served_area (organisation_id, dong_code)
SELECT DISTINCT organisation_id, dongs.dong_code FROM agreement CROSS JOIN (SELECT DISTINCT dong_code FROM served_area) AS dongs
ON CONFLICT DO NOTHING;
UPDATE agreement SET ends_on = greatest(ends_on, current_date + 100), insurance_ends_on = greatest(insurance_ends_on, current_date + 100),
                     starts_on = least(starts_on, current_date - 400);
UPDATE organisation SET joined_on = least(joined_on, current_date - 400);

CREATE TEMP TABLE coordinator AS
SELECT place, pg_temp.id_at(now() - interval '500 days') AS id, '코디네이터' || place AS name FROM generate_series(0, 49) AS place;
INSERT INTO "user" (id, name, email, created_at)
SELECT id, name, 'year' || place || '@example.kr', now() - interval '500 days' FROM coordinator;
INSERT INTO role_grant (id, user_id, role, granted_at)
SELECT pg_temp.id_at(now() - interval '500 days'), id, 'coordinator', now() - interval '500 days' FROM coordinator;
INSERT INTO coordinator_profile (user_id, case_limit, dong_codes, languages, sex, phone)
SELECT id, 200, (SELECT json_agg(DISTINCT dong_code) FROM served_area), '["ko"]', 'female', '+821055550000' FROM coordinator;

-- Eight households a thousand are on hold; two in a hundred more are new and have no history yet. `turn` counts those of
-- one coordinator.
CREATE TEMP TABLE home AS
SELECT n, n / 50 AS turn, is_new, at, day, c.id AS coordinator_id, c.name AS coordinator_name,
       pg_temp.id_at(at) AS user_id, pg_temp.id_at(at) AS household_id, pg_temp.id_at(at) AS person_id,
       pg_temp.id_at(at) AS application_id, pg_temp.id_at(at + interval '1 day') AS case_id,
       to_char(at, 'YYYY') || '-' || lpad((n + 1000)::text, 6, '0') AS number,
       '+8210' || 30000000 + n AS phone,
       substr('김이박최정강조윤장임한오서신권황안송류홍', 1 + n * 7 % 20, 1)
         || substr('민서지현영수정미경희순자숙옥복동길철호용재성훈', 1 + n * 11 % 23, 1)
         || substr('민서지현영수정미경희순자숙옥복동길철호용재성훈', 1 + n * 13 % 23, 1) AS name,
       CASE WHEN is_new THEN 'paired' WHEN n / 50 % 125 = 9 THEN 'on_hold' ELSE 'in_service' END AS state
FROM generate_series(1, current_setting('benchmarks.households')::int * 51 / 50) AS n
JOIN coordinator AS c ON c.place = n % 50
CROSS JOIN LATERAL (SELECT n > current_setting('benchmarks.households')::int AS is_new) AS kind
CROSS JOIN LATERAL (SELECT CASE WHEN is_new THEN current_date - 1 - n % 3 ELSE current_date - 371 + n / 50 % 7 END AS day) AS days
CROSS JOIN LATERAL (SELECT day + interval '1 hour' + n % 480 * interval '1 minute' AS at) AS moments;
ANALYZE home;

INSERT INTO "user" (id, name, phone, created_at) SELECT user_id, name, phone, at FROM home ORDER BY at;
INSERT INTO role_grant (id, user_id, role, granted_at) SELECT pg_temp.id_at(at), user_id, 'resident', at FROM home ORDER BY at;
INSERT INTO household (id, number, address, address_detail, postcode, dong_code, lives_alone, pets, entry_note,
                       emergency_name, emergency_relation, emergency_phone, created_at)
SELECT household_id, number, '서울 마포구 월드컵로 ' || 1 + n % 300, 101 + n % 800 || '호', '03990',
       (SELECT array_agg(DISTINCT dong_code) FROM served_area)[1 + n % 16], true,
       CASE n % 5 WHEN 0 THEN '고양이 한 마리' ELSE '' END, '벨을 누르고 기다려 주십시오.', '홍길동', '동생', '+821055556666', at
FROM home ORDER BY at;
INSERT INTO person (id, household_id, user_id, name, initials, birth_on, sex, phone, phone_tail, language, same_sex, note, created_at)
SELECT person_id, household_id, user_id, name,
       (SELECT string_agg(substr('ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ', 1 + (ascii(part) - 44032) / 588, 1), '' ORDER BY place)
        FROM string_to_table(name, NULL) WITH ORDINALITY AS parts (part, place)),
       date '1930-01-01' + n * 37 % 22000, CASE n % 2 WHEN 0 THEN 'female' ELSE 'male' END, phone, right(phone, 4), 'ko', 'either',
       '', at
FROM home ORDER BY at;
INSERT INTO consent (id, person_id, kind, edition, given, given_by, given_at, confirmed_at)
SELECT pg_temp.id_at(at), person_id, kind, 1, kind <> 'publicity', 'self', at, at
FROM home CROSS JOIN unnest(ARRAY['collection', 'sensitive', 'third_party', 'publicity']) AS kind ORDER BY at;
INSERT INTO application (id, number, household_id, person_id, state, intake, for_whom, helper_name, helper_relation, helper_phone,
                         urgency, day_times, own_words, received_at, entered_at, first_contact_due_at, decided_at, decision_note)
SELECT application_id, number, household_id, person_id, 'paired', 'online', 'self', '', '', '',
       (ARRAY['urgent', 'soon', 'normal', 'normal'])[1 + n % 4], '["weekday_morning", "weekday_afternoon"]',
       '무릎이 아파 청소와 빨래를 혼자 하기 어렵습니다. 계단을 오르내릴 때 손을 잡아 주시면 좋겠습니다.', at, at,
       at + interval '1 day', at + interval '1 day', ''
FROM home ORDER BY at;
INSERT INTO care_case (id, number, household_id, application_id, coordinator_id, state, state_before_hold, hold_reason, opened_at,
                       first_visit_due_at, next_contact_on, review_on, closure_note)
SELECT case_id, number, household_id, application_id, coordinator_id, state,
       CASE state WHEN 'on_hold' THEN 'in_service' END, CASE state WHEN 'on_hold' THEN '병원에 계십니다.' ELSE '' END,
       at + interval '1 day', at + interval '4 days', current_date - 5 + turn * 17 % 36,
       CASE WHEN NOT is_new THEN current_date - 3 + turn * 19 % 90 END, ''
FROM home ORDER BY at;
INSERT INTO pairing (id, household_id, coordinator_id, case_id, was_suggested, reason, started_at, handover_note)
SELECT pg_temp.id_at(at + interval '1 day'), household_id, coordinator_id, case_id, true, '', at + interval '1 day', ''
FROM home ORDER BY at;
INSERT INTO income_verification (id, person_id, band, household_size, table_year, verified_by, verified_on, from_on, entered_by_id,
                                 entered_at)
SELECT pg_temp.id_at(at + interval '3 days'), person_id, (ARRAY['up_to_50', 'up_to_100'])[1 + n % 2], 1, 2026, 'public_system',
       day + 3, day + 3, coordinator_id, at + interval '3 days'
FROM home WHERE NOT is_new ORDER BY at;
INSERT INTO assessment (id, case_id, assessed_at, assessed_by_id, is_home_visit, mobility, meals, housekeeping, home_safety, health,
                        relations, summary)
SELECT pg_temp.id_at(at + interval '3 days'), case_id, at + interval '3 days', coordinator_id, true, 'much', 'some', 'much',
       'some', 'much', 'some', '계단을 오르내리기 어렵습니다. 약을 드시고, 동생이 반찬을 보냅니다.'
FROM home WHERE NOT is_new ORDER BY at;

-- The first plan held half a year, the second one runs.
CREATE TEMP TABLE plan AS
SELECT home.n, number, case_id, coordinator_id, person_id, written_at, pg_temp.id_at(written_at) AS id,
       CASE number WHEN 1 THEN 'replaced' ELSE 'agreed' END AS state,
       CASE number WHEN 1 THEN day + 186 ELSE current_date + 7 + home.n % 120 END AS ends_on
FROM (SELECT n, case_id, coordinator_id, person_id, at, day FROM home WHERE NOT is_new) AS home
CROSS JOIN generate_series(1, 2) AS number
CROSS JOIN LATERAL (SELECT at + CASE number WHEN 1 THEN interval '4 days' ELSE interval '184 days' END AS written_at) AS moments;
INSERT INTO care_plan (id, case_id, number, state, aim, ends_on, written_at, written_by_id, agreed_at, agreed_by)
SELECT id, case_id, number, state, '집을 깨끗하게 지키고 욕실에서 넘어지지 않게 합니다.', ends_on, written_at, coordinator_id,
       written_at + interval '1 day', 'in_person'
FROM plan ORDER BY written_at;

-- What co-operatives offer, in one order; a plan asks for two of it.
CREATE TEMP TABLE offer AS
SELECT row_number() OVER (ORDER BY service.position, organisation.code) - 1 AS place, service_id, service.name AS service_name,
       service.unit, organisation_id, organisation.name AS organisation_name, organisation.email
FROM service_offer JOIN service ON service.id = service_id JOIN organisation ON organisation.id = organisation_id;
CREATE TEMP TABLE line AS
SELECT plan.n, plan.number, position, plan.id AS plan_id, pg_temp.id_at(written_at) AS id, service_id, person_id, coordinator_id,
       ends_on, written_at, offer.place
FROM plan CROSS JOIN generate_series(1, 2) AS position
JOIN offer ON offer.place = (plan.n * 2 + position) % (SELECT count(*) FROM offer);
INSERT INTO plan_line (id, plan_id, position, need, goal, service_id, how_often, times, until_on)
SELECT id, plan_id, position, '집안일이 밀려 있습니다', '부엌과 방을 쓸 수 있게 합니다', service_id, 'monthly', 1, ends_on
FROM line ORDER BY written_at;
INSERT INTO payer_choice (id, plan_line_id, person_id, programme_id, by_rule, reason, chosen_by_id, chosen_at)
SELECT pg_temp.id_at(written_at), line.id, person_id, programme.id, true, '', coordinator_id, written_at + interval '1 minute'
FROM line JOIN programme ON programme.code = 'mapo_consortium' ORDER BY written_at;
INSERT INTO eligibility_check (id, person_id, programme_id, edition_id, day, occasion, subject_id, answer, own_percent, conditions,
                               checked_at)
SELECT pg_temp.id_at(at), home.person_id, kept.programme_id, edition_id, home.day, occasion, household_id, answer, own_percent,
       conditions, at
FROM home CROSS JOIN (SELECT DISTINCT ON (programme_id) * FROM eligibility_check ORDER BY programme_id, id DESC) AS kept ORDER BY at;

INSERT INTO number_series (kind, year, last)
SELECT kind, to_char(at, 'YYYY')::int, max(n) + 1000 FROM home CROSS JOIN unnest(ARRAY['household', 'application', 'case']) AS kind
GROUP BY 1, 2 ON CONFLICT (kind, year) DO UPDATE SET last = excluded.last;
