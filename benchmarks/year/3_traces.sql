-- What the acts of the year left behind beside the records: audit and messages that were sent.
CREATE TEMP TABLE act AS
SELECT done.at, event, coordinator_id, coordinator_name AS who, kind, subject_id, false AS is_read, details
FROM home CROSS JOIN LATERAL (VALUES
  (true, home.at, 'application.submitted', 'application', application_id, '{"intake": "online", "urgency": "normal"}'),
  (true, home.at, 'household.created', 'household', household_id, '{}'),
  (true, home.at + interval '1 day', 'application.pair', 'application', application_id, '{"state": "paired"}'),
  (true, home.at + interval '1 day', 'case.opened', 'household', household_id, '{"was_suggested": true}'),
  (NOT is_new, home.at + interval '3 days', 'case.assessed', 'household', household_id, '{"is_home_visit": true}'),
  (NOT is_new, home.at + interval '3 days', 'case.stepped', 'household', household_id,
   '{"case": "' || case_id || '", "before": "paired", "after": "assessed"}'),
  (NOT is_new, home.at + interval '3 days', 'income.set', 'household', household_id, '{"valid_from": "' || day + 3 || '"}'),
  (NOT is_new, home.at + interval '4 days', 'plan.written', 'household', household_id, '{"number": 1, "lines": 2}'),
  (NOT is_new, home.at + interval '5 days', 'plan.agreed', 'household', household_id, '{"number": 1, "agreed_by": "in_person"}'),
  (NOT is_new, home.at + interval '5 days', 'case.stepped', 'household', household_id,
   '{"case": "' || case_id || '", "before": "assessed", "after": "planned"}'),
  (NOT is_new, home.at + interval '28 days', 'case.stepped', 'household', household_id,
   '{"case": "' || case_id || '", "before": "planned", "after": "in_service"}'),
  (NOT is_new, home.at + interval '184 days', 'plan.written', 'household', household_id, '{"number": 2, "lines": 2}'),
  (NOT is_new, home.at + interval '185 days', 'plan.agreed', 'household', household_id, '{"number": 2, "agreed_by": "in_person"}'),
  (state = 'on_hold', now() - interval '9 days', 'case.stepped', 'household', household_id,
   '{"case": "' || case_id || '", "before": "in_service", "after": "on_hold"}')
) AS done (took_place, at, event, kind, subject_id, details) WHERE took_place
UNION ALL
SELECT done.at, event, coordinator_id, who, kind, subject_id, false, details
FROM visit_made CROSS JOIN LATERAL (VALUES
  (true, asked_at, 'referral.request', coordinator_name, 'referral', referral_id, '{"state": "requested", "number": "' || number || '"}'),
  (is_booked, asked_at + interval '3 hours', 'referral.accept', '오세라', 'referral', referral_id,
   '{"state": "accepted", "number": "' || number || '"}'),
  (is_booked, asked_at + interval '2 days', 'referral.book', coordinator_name, 'referral', referral_id,
   '{"state": "booked", "number": "' || number || '"}'),
  (is_booked, asked_at + interval '2 days', 'visit.booked', coordinator_name, 'visit', visit_id, '{}'),
  (is_booked AND is_past, starts_at + interval '2 hours', 'referral.record_' || state, '오세라', 'referral', referral_id,
   '{"state": "' || state || '", "number": "' || number || '"}'),
  (is_booked AND is_past, starts_at + interval '2 hours', 'visit.recorded', '오세라', 'visit', visit_id,
   '{"photos": 0, "confirmed_by": "in_person"}')
) AS done (took_place, at, event, who, kind, subject_id, details) WHERE took_place
UNION ALL
SELECT at, 'contact.logged', coordinator_id, coordinator_name, 'household', household_id, false,
       '{"means": "' || means || '", "outcome": "' || outcome || '"}'
FROM contact_made
UNION ALL
SELECT at - reading * interval '9 days', 'household.read', coordinator_id, coordinator_name, 'household', household_id, true,
       '{"fields": "page"}'
FROM contact_made CROSS JOIN generate_series(0, 2) AS reading;
INSERT INTO audit_seal (id, sealed_at, entries, marks, digest, previous_digest)
SELECT pg_temp.id_at(now()), now(), count(*), '[]', 'year', 'year' FROM act;
INSERT INTO audit_entry (id, at, event, actor_id, actor_name, subject_kind, subject_id, address, is_read, details, seal_id)
SELECT pg_temp.id_at(at), at, event, coordinator_id, who, kind, subject_id, '127.0.0.1', is_read, details::json, seal.id
FROM act CROSS JOIN (SELECT id FROM audit_seal WHERE digest = 'year') AS seal ORDER BY at;

INSERT INTO outbox_message (id, channel, recipient, subject, body, kind, subject_kind, subject_id, state, attempts, created_at,
                            not_before_at, is_secret, sent_at, last_error)
SELECT pg_temp.id_at(at), channel, recipient, subject, body, kind, subject_kind, subject_id, 'sent', 1, at, at, false,
       at + interval '5 seconds', ''
FROM visit_made CROSS JOIN LATERAL (VALUES
  (true, asked_at, 'mail', email, '[돌봄이음] 새 연계가 있습니다', service_name || ' 연계가 들어왔습니다. 연계 번호: ' || number,
   'referral_requested', 'referral', referral_id),
  (is_booked, asked_at + interval '2 days', 'text', phone, '', '[마포돌봄] ' || service_name || ' 방문 예약: ' || organisation_name,
   'visit_booked', 'visit', visit_id),
  (is_booked AND is_past, starts_at - interval '1 day', 'text', phone, '',
   '[마포돌봄] ' || service_name || ' 방문 알림: ' || organisation_name, 'visit_reminder_1', 'visit', visit_id)
) AS sent (took_place, at, channel, recipient, subject, body, kind, subject_kind, subject_id)
WHERE took_place ORDER BY at;

DO $$
DECLARE statement text;
BEGIN
  FOR statement IN SELECT definition FROM index_kept LOOP EXECUTE statement; END LOOP;
END $$;
SET session_replication_role = origin;
