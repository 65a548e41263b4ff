#!/usr/bin/env bash
# Runs in the image of SQL Server: one database and one login for each connection string among the secrets.
set -euo pipefail
cd "$(dirname "$0")"
secrets=${SECRETS_DIRECTORY:-/run/secrets}
sqlcmd=${SQLCMD:-/opt/mssql-tools18/bin/sqlcmd}

# The part of a connection string that is named, so that a password is written in one file only.
part() { tr ';' '\n' <"$1" | sed -n "s/^ *$2 *= *//p"; }

# By the environment, not by arguments: those are seen by every process here.
SQLCMDPASSWORD=$(cat "$secrets/sa-password")
export SQLCMDPASSWORD
for file in "$secrets"/ConnectionStrings__*; do
    DatabaseName=$(part "$file" Database)
    LoginName=$(part "$file" 'User Id')
    LoginPassword=$(part "$file" Password)
    export DatabaseName LoginName LoginPassword
    # -b: an error ends this script with an error; -C: the server made its own certificate; -I: as the programs' connections have it.
    "$sqlcmd" -S database -U sa -C -b -I -i databases.sql
    echo "$DatabaseName is there."
done
