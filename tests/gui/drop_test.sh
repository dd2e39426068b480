#!/bin/bash
# drop_test.sh CONVSCOPE FOLDER XDND_SEND: files dropped on the real window by the XDND protocol: a
# picture, a broken one (the scene stays), a scene.
set -euo pipefail
convscope=$1 folder=$2 xdnd_send=$3
source "$(dirname "$0")/window_helpers.sh"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$CONVSCOPE_TEST_DATA/good.json" scene.json
cp "$CONVSCOPE_TEST_DATA/good.json" "other scene.json"
cp "$CONVSCOPE_TEST_DATA/colours.png" "my colours ü.png"

start_window "$convscope" --size 1280x800 --scale 1 scene.json
wait_for_title '^scene.json · '

"$xdnd_send" "$window" "my colours ü.png"
wait_for_title '^scene.json\* · '
press_until_title ctrl+s '^scene.json · '
"$xdnd_send" "$window" "$CONVSCOPE_TEST_DATA/truncated.png"
sleep 1
wait_for_title '^scene.json · '
"$xdnd_send" "$window" "other scene.json"
wait_for_title '^other scene.json · '
quit_window

cat >check.script <<'END'
open scene.json
expect shape I 1,3,10,12
expect value I r 3,2 == 1
expect value I g 0,0 == 0
END
off_screen "$convscope" check.script
