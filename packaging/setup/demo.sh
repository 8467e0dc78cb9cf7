#!/bin/sh
# Shows the program at work: indexes the sample clips (or VIDEOS=/path), searches three times, opens the window.
set -eu
cd "$(dirname "$0")/../.."
library=build/demo-library
videos=${VIDEOS:-resources/samples}

videobert() {
    .venv/bin/videobert --library "$library" "$@"
}

search() {
    printf '\n=== %s ===\n' "$1"
    videobert search "$1" --in "$videos" --limit 3
}

mkdir -p build
printf '=== indexing %s ===\n' "$videos"
# Status 1 says that some files could not be indexed; each is named, and the others can be searched.
videobert index "$videos" || [ $? -eq 1 ]

if [ -n "${VIDEOS:-}" ]; then
    search "people talking to each other"
    search "an animal"
    search "a wide view of a landscape"
else
    search "a cat looks at the camera"
    search "a cup of coffee on a table"
    search "a rocket on the launch pad"
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ] || [ "$(uname)" = Darwin ]; then
    exec .venv/bin/videobert-desktop --library "$library"
fi
printf '\nThere is no display here, so the window stays closed.\n'
