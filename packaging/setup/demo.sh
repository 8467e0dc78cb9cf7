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
    # A display that is named but broken ends Qt, and so the program, at once.
    .venv/bin/videobert-desktop --library "$library" && exit 0
    printf '\nThe window could not be opened on this display; it is rendered to a picture instead:\n'
else
    printf '\nThere is no display here; the window is rendered to a picture instead:\n'
fi
exec .venv/bin/videobert-desktop --library "$library" --render build/window.png
