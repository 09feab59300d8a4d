#!/usr/bin/env bash
# Where a container engine runs: builds the images, runs the demo in the one that compiles, and starts the worker as it
# is deployed, with nothing to write to but its data and no privileges.
set -euo pipefail
cd "$(dirname "$0")/.."

engine=$(command -v podman || command -v docker || true)
if [ -z "$engine" ] || ! "$engine" info >/dev/null 2>&1; then
    echo 'Skipped: no container engine runs here.'
    exit 0
fi

"$engine" build --target build --tag messaging-build .
"$engine" build --target worker --tag messaging-worker .
"$engine" run --rm messaging-build dotnet run --project src/Messaging.Demo

container=$("$engine" run --detach --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
    --env Vendors__Polyv__Accounts__main__AppId=none --env Vendors__Polyv__Accounts__main__AppSecret=none \
    messaging-worker)
trap '"$engine" rm --force --volumes "$container" >/dev/null' EXIT
for _ in $(seq 60); do
    if "$engine" exec "$container" dotnet /app/Messaging.Worker.dll accounts; then
        echo 'The worker answers.'
        exit 0
    fi
    sleep 1
done
"$engine" logs "$container" >&2
echo 'The worker does not answer.' >&2
exit 1
