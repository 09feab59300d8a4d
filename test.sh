#!/usr/bin/env bash
# Checks the formatting, builds, and runs every test. The last line is the sum: N passed, N failed, N skipped.
set -euo pipefail
cd "$(dirname "$0")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 TESTINGPLATFORM_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
readonly limit=20m # for one test project
results=$PWD/TestResults
log=$(mktemp)
policy=/usr/sbin/policy-rc.d
policy_is_ours=false

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

clean_up() {
    rm -f "$log"
    if $policy_is_ours; then as_root rm -f "$policy"; fi
}
trap clean_up EXIT

# The tests start private servers of their own; the packages' own services are neither needed nor wanted. The rest is
# what the samples are written in.
install_packages() {
    local missing=()
    [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || missing+=(rabbitmq-server)
    compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null || missing+=(postgresql)
    command -v node >/dev/null || missing+=(nodejs)
    command -v npm >/dev/null || missing+=(npm)
    command -v java >/dev/null || missing+=(default-jdk-headless)
    command -v php >/dev/null || missing+=(php-cli)
    [ -e /usr/share/java/amqp-client.jar ] || missing+=(librabbitmq-client-java)
    [ -e /usr/share/java/gson.jar ] || missing+=(libgoogle-gson-java)
    [ -e /usr/share/php/PhpAmqpLib/autoload.php ] || missing+=(php-amqplib)
    command -v promtool >/dev/null || missing+=(prometheus)
    command -v chromium >/dev/null || missing+=(chromium fonts-noto-cjk)
    /usr/bin/python3 -c 'import pika' 2>/dev/null || missing+=(python3-pika)
    [ ${#missing[@]} -gt 0 ] || return 0

    echo "Installing ${missing[*]}"
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
        policy_is_ours=true
        as_root chmod +x "$policy"
    fi
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# Runs a step; what it printed is shown only when it fails.
step() {
    local name=$1
    shift
    echo "$name"
    "$@" >"$log" 2>&1 </dev/null || { cat "$log"; echo "Failed: $name" >&2; return 1; }
}

counter() { grep -o "<Counters [^>]*" "$1" | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*'; }

# Packages of npm, as their lock file has them; nothing is fetched where they are there.
install_npm() {
    [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ] && return
    npm ci --prefix "$1" --ignore-scripts --no-audit --no-fund --prefer-offline
}

step 'Packages' install_packages
step 'Packages of npm' eval 'install_npm contracts/validation && install_npm samples/node'
step 'Contracts' npm run --silent --prefix contracts/validation validate
step 'Restore' dotnet restore Messaging.sln --locked-mode
# Wider lines are not read side by side.
# Excepted are samples of requests and answers, in raw strings of one line.
check_width() { ! git ls-files '*.cs' '*.sh' | LC_ALL=C.UTF-8 xargs -d '\n' grep -nE '^.{121}' | grep -v '"""'; }

step 'Width' check_width
step 'Format' dotnet format Messaging.sln --verify-no-changes --no-restore
step 'Build' dotnet build Messaging.sln -c Release --no-restore -warnaserror
if command -v docker-compose >/dev/null; then
    step 'Compose file' docker-compose --env-file .env.example config --quiet
fi

rm -rf "$results"
passed=0 failed=0 skipped=0
for project in tests/*Tests/*.csproj samples/dotnet/*Tests/*.csproj; do
    name=$(basename "$project" .csproj)
    report=$results/$name.trx
    healthy=true
    step "$name" timeout --kill-after=30s "$limit" dotnet test --project "$project" --no-build -c Release \
        --results-directory "$results" --report-xunit-trx --report-xunit-trx-filename "$name.trx" || healthy=false

    here=0
    if [ -f "$report" ]; then
        here=$(counter "$report" failed)
        passed=$((passed + $(counter "$report" passed)))
        skipped=$((skipped + $(counter "$report" total) - $(counter "$report" executed)))
    fi
    # A project that crashed, hung or ran nothing is a failure, even if no test says so.
    if [ "$here" = 0 ] && { ! $healthy || [ ! -f "$report" ] || [ "$(counter "$report" executed)" = 0 ]; }; then
        here=1
    fi
    failed=$((failed + here))
done

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
