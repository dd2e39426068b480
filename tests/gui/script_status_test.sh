#!/bin/sh
# script_status_test.sh CONVSCOPE FOLDER: what a script says and returns when it does not pass.
set -eu
convscope=$1 folder=$2
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

# expect STATUS PATTERN: runs a.script; its one line on the error output must match.
expect() {
    wanted=$1 pattern=$2 status=0
    "$convscope" --script a.script --dump state.json >out.txt 2>error.txt || status=$?
    if [ "$status" -ne "$wanted" ]; then
        echo "exit status $status instead of $wanted:" && cat a.script error.txt
        exit 1
    fi
    if [ "$wanted" -ne 0 ] && [ "$(wc -l <error.txt)" -ne 1 ]; then
        echo "not one line:" && cat a.script error.txt
        exit 1
    fi
    if [ -n "$pattern" ] && ! grep -q -- "$pattern" error.txt; then
        echo "nothing matches $pattern:" && cat a.script error.txt
        exit 1
    fi
}

printf 'wait\nexpect value R 0 3,4 == 3\n' >a.script
expect 0 ''
grep -q '"convscope_state": 1' state.json

printf '# look\n\nexpect value R 0 3,4 == 4\n' >a.script
expect 1 'a.script:3: expected R 0 3,4 == 4, found 3$'

printf 'click map/Nothing\n' >a.script
expect 1 'a.script:1: there is no widget "map/Nothing" (there are .*map/I'

printf 'expect value Q 0 1,1 == 4\n' >a.script
expect 1 'a.script:1: there is no quantity "Q" (there are I, dI'

printf 'wait\nclack map/R\n' >a.script
rm -f state.json
expect 3 'a.script:2: "clack" is no command'

printf 'type "abc\n' >a.script
expect 3 'a.script:1: a quotation mark is not closed'

# Without a display it runs off-screen, but only then.
printf 'wait\n' >a.script
DISPLAY=:4711
export DISPLAY
expect 3 'No window for the script can be opened on this display'
"$convscope" --offscreen --script a.script
unset DISPLAY

rm a.script
expect 3 'a.script: the script cannot be read'
