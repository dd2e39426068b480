# For tests that send real X events to the window. Without a window manager the window lies at the
# corner of the screen and takes the keys only when told so.

# The person's own settings neither help nor suffer.
XDG_CONFIG_HOME=$folder/settings
export XDG_CONFIG_HOME

action_pause=0.15 # between events: ImGui looks at the mouse once a frame

fail() {
    echo "FAILED: $*" >&2
    exit 1
}

# start_window CONVSCOPE ARGUMENT...: sets $program and $window.
start_window() {
    "$@" &
    program=$!
    trap 'kill "$program" 2>/dev/null || true' EXIT
    window=$(timeout 30 xdotool search --sync --onlyvisible --pid "$program" | head -n 1) ||
        fail "no window came up"
    xdotool windowfocus "$window"
    sleep 0.5
}

# title_becomes PATTERN SECONDS: a basic regular expression.
title_becomes() {
    for _ in $(seq $(($2 * 10))); do
        title=$(xdotool getwindowname "$window")
        if printf '%s' "$title" | grep -q -- "$1"; then return; fi
        sleep 0.1
    done
    return 1
}

wait_for_title() {
    title_becomes "$1" 20 || fail "the title is \"$title\", not like \"$1\""
}

# Long enough for a slow frame to see it, too short to repeat.
press_key() {
    xdotool keydown "$1"
    sleep 0.2
    xdotool keyup "$1"
    sleep "$action_pause"
}

# press_until_title CHORD PATTERN: for keys that do no harm twice, on a machine so busy that ImGui
# 1.86 can miss one.
press_until_title() {
    for _ in 1 2 3; do
        press_key "$1"
        if title_becomes "$2" 5; then return; fi
    done
    fail "the title is \"$title\" after $1, not like \"$2\""
}

quit_window() {
    for _ in 1 2 3; do
        press_key ctrl+q
        for _ in $(seq 50); do
            if ! kill -0 "$program" 2>/dev/null; then
                wait "$program" || fail "the program ended with status $?"
                return
            fi
            sleep 0.1
        done
    done
    fail "the program did not end"
}

point_at() {
    xdotool mousemove --window "$window" "$1" "$2"
    sleep "$action_pause"
}

button() { # down or up
    xdotool "mouse$1" 1
    sleep "$action_pause"
}

# off_screen CONVSCOPE SCRIPT ARGUMENT...: to look at things without the window.
off_screen() {
    "$1" --offscreen --scale 1 --script "$2" "${@:3}"
}

# centre_of FILE WIDGET: where `list` says that a widget is: "x y".
centre_of() {
    awk -v name="$2" '$1 == name { print int(($2 + $4) / 2), int(($3 + $5) / 2); found = 1 }
                      END { exit !found }' "$1" || fail "$2 is not on the screen"
}
