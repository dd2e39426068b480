#!/bin/sh
# run_script.sh CONVSCOPE SCRIPT FOLDER ARGUMENT...: runs the script in FOLDER, emptied first.
set -eu
convscope=$1 script=$2 folder=$3
shift 3
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
# Own presets live beside the settings, which scripts have none of otherwise.
case $(basename "$script") in own_presets*) set -- "$@" --settings settings ;; esac
exec "$convscope" --size 1280x800 --scale 1 --script "$script" --dump state.json "$@"
