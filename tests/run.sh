#!/usr/bin/env bash
# Everything that is tested, on a fresh machine with the .NET SDK and Node:
#   bash tests/run.sh          within 15 minutes on two cores
#   bash tests/run.sh --long   the full counts
# Installs Debian's rabbitmq-server, chromium, poppler-utils, zbar-tools and glpk-utils when they are missing, starts a broker of its own on
# ports and in directories of its own,
# and ends what it started. LABELLING_TEST_SQLSERVER (a connection string) switches the SQL Server half on.
set -euo pipefail
cd "$(dirname "$0")/.."

case "${1:-}" in
    "") export LABELLING_TEST_LONG="" ;;
    --long) export LABELLING_TEST_LONG=1 ;;
    *) echo "usage: bash tests/run.sh [--long]" >&2; exit 2 ;;
esac
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1
# Processes live for seconds here: watching themselves for what to compile once more costs them more than it gives.
export DOTNET_TieredPGO=0

work=$(mktemp -d "${TMPDIR:-/tmp}/labelling-tests.XXXXXX")
broker_pid="" broker_lane=""
end() {
    if [ -n "$broker_lane" ]; then
        kill "$broker_lane" 2>/dev/null || true
    fi
    if [ -n "$broker_pid" ]; then
        kill "$broker_pid" 2>/dev/null || true
        wait "$broker_pid" 2>/dev/null || true
        ERL_EPMD_PORT=$epmd_port epmd -kill >/dev/null 2>&1 || true
    fi
    rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT TERM

step() { printf '== %s (%ss)\n' "$1" "$SECONDS"; }

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null || echo $((20000 + RANDOM)); }

broker() {
    local program=/usr/lib/rabbitmq/bin/rabbitmq-server
    if [ ! -x "$program" ]; then
        step "installing rabbitmq-server"
        # Debian starts a broker on the default ports when it installs one; ours is another.
        if [ "$(id -u)" != 0 ] || ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends rabbitmq-server; } >"$work/install.log" 2>&1; then
            echo "rabbitmq-server is missing and cannot be installed here: the tests that need a broker are reported as skipped." >&2
            return
        fi
        service rabbitmq-server stop >/dev/null 2>&1 || true
    fi
    local port dist
    port=$(free_port); dist=$(free_port); epmd_port=$(free_port)
    mkdir -p "$work/broker"
    : >"$work/broker/enabled_plugins"
    printf '[].\n' >"$work/broker/enabled_plugins"
    # Two hosts, for the two lanes: what is between the services of one is not between those of the other.
    cat >"$work/broker/definitions.json" <<'DEFINITIONS'
{"vhosts": [{"name": "/"}, {"name": "browser"}],
 "users": [{"name": "guest", "password_hash": "bGFibLrqrmCEKvbGJlYbvX5dWo0dkbhXy5cAWmaSyyPRx99f", "hashing_algorithm": "rabbit_password_hashing_sha256", "tags": "administrator", "limits": {}}],
 "permissions": [{"user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"},
                 {"user": "guest", "vhost": "browser", "configure": ".*", "write": ".*", "read": ".*"}]}
DEFINITIONS
    printf 'listeners.tcp.default = 127.0.0.1:%s\nloopback_users = none\nload_definitions = %s\n' "$port" "$work/broker/definitions.json" >"$work/broker/rabbitmq.conf"
    HOME="$work/broker" ERL_EPMD_PORT=$epmd_port RABBITMQ_NODENAME="labelling$$@localhost" RABBITMQ_DIST_PORT=$dist \
        RABBITMQ_MNESIA_BASE="$work/broker/data" RABBITMQ_LOG_BASE="$work/broker/log" RABBITMQ_CONFIG_FILE="$work/broker/rabbitmq.conf" \
        RABBITMQ_ENABLED_PLUGINS_FILE="$work/broker/enabled_plugins" RABBITMQ_PID_FILE="$work/broker/pid" \
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+S 2:2" \
        "$program" >"$work/broker/out.log" 2>&1 &
    broker_pid=$!
    for _ in $(seq 1 120); do
        if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && grep -q "completed with" "$work/broker/out.log"; then
            export LABELLING_TEST_RABBITMQ="amqp://guest:guest@127.0.0.1:$port/"
            return
        fi
        kill -0 "$broker_pid" 2>/dev/null || break
        sleep 0.5
    done
    echo "The broker did not start:" >&2
    tail -n 20 "$work/broker/out.log" >&2
    exit 1
}

# installed PROGRAM WITHOUT PACKAGE...: installs the packages where the program is missing; WITHOUT says what is skipped when that cannot be.
installed() {
    local program=$1 without=$2
    shift 2
    if [ -x "$program" ]; then
        return
    fi
    step "installing $*"
    if [ "$(id -u)" != 0 ] || ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >"$work/install.log" 2>&1; then
        echo "$* cannot be installed here: $without" >&2
    fi
}

step "building"
dotnet build Labelling.sln -c Release -v quiet -clp:ErrorsOnly --nologo

installed "${LABELLING_TEST_CHROMIUM:-/usr/bin/chromium}" "the tests in a browser are skipped." chromium fonts-dejavu-core
installed /usr/bin/pdftotext "the test that reads a printed certificate is skipped." poppler-utils
installed /usr/bin/zbarimg "the test that reads the code of a certificate is skipped." zbar-tools
installed /usr/bin/glpsol "the tests against another solver are skipped." glpk-utils

step "starting a broker"
broker

# Two lanes, a core each. Those that use the broker share its queues, so they follow each other in one lane.
one() {
    local project=$1 name begun=$SECONDS failed=0
    name=$(basename "$project" .csproj)
    dotnet test "$project" -c Release --no-build --nologo -v quiet --logger "console;verbosity=minimal" >"$work/$name.log" 2>&1 || failed=1
    {
        if [ $failed != 0 ]; then
            touch "$work/failed"
            grep -vE '^(\s+Skipped |\s*[0-9]{4}-[0-9]{2}-[0-9]{2}T)' "$work/$name.log" | cut -c1-2000 | head -n 120
        fi
        grep -hE '^(Passed!|Failed!|Skipped!)' "$work/$name.log" || tail -n 5 "$work/$name.log"
        printf '   %s: %ss\n' "$name" "$((SECONDS - begun))"
    } >"$work/$name.said"
    cat "$work/$name.said"
}
with_broker="Crash Journey Hosting"
beside="ExpertReview FundingOutcome PreInterview"

step "testing"
lane() {
    local name
    for name in "$@"; do
        one "tests/$name/$name.csproj"
    done
}
rest=$(for project in tests/*/*.csproj; do basename "$project" .csproj; done | grep -vwE "Ground|Benchmarks|Browser|Permissions|${with_broker// /|}|${beside// /|}")
# shellcheck disable=SC2086
lane $with_broker $beside &
broker_lane=$!
LABELLING_TEST_RABBITMQ=${LABELLING_TEST_RABBITMQ:+${LABELLING_TEST_RABBITMQ}browser} lane Browser
if ! dotnet format Labelling.sln --verify-no-changes --no-restore -v quiet >"$work/format.log" 2>&1; then
    touch "$work/failed"
    echo "Failed!  - format"
    head -n 40 "$work/format.log"
fi
# shellcheck disable=SC2086
lane Permissions $rest
wait "$broker_lane"
step "done"
[ ! -e "$work/failed" ]
