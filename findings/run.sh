#!/usr/bin/env bash
# Runs every finding, or those named, and prints a table: does the behaviour still hold?
# Fails when one has changed; what that script printed is shown below its line.
cd "$(dirname "$0")" || exit 1
[ $# -gt 0 ] || set -- $(ls [a-z]*.sh | grep -vx run.sh)
changed=0
printf '%-30s %-60s %8s %s\n' finding package seconds result
for name in "$@"; do
    script=${name%.sh}.sh
    start=$SECONDS
    if seen=$(bash "$script" 2>&1); then result=holds; else result=CHANGED; changed=$((changed + 1)); fi
    package=$(sed -n 's/^# Package:  //p' "$script")
    printf '%-30s %-60.60s %8d %s\n' "${script%.sh}" "$package" $((SECONDS - start)) "$result"
    if [ "$result" = CHANGED ]; then echo "$seen" | sed 's/^/    /'; fi
done
exit $((changed > 0))
