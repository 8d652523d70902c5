#!/bin/sh
# Makes the two roles and the database of docs/operating.md ("PostgreSQL: two roles"), once, when the database of deploy/compose.yaml is new.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --set owner="$PORTAL_OWNER_PASSWORD" --set app="$PORTAL_APP_PASSWORD" --dbname postgres <<'SQL'
CREATE ROLE portal_owner LOGIN PASSWORD :'owner';
CREATE ROLE portal_app LOGIN PASSWORD :'app';
CREATE DATABASE portal OWNER portal_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
SQL
