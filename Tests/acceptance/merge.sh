#!/usr/bin/env bash
# run(A B C) equals merge(run A, run B, run C), byte for byte but for timing.json; so do other
# thread counts, batch sizes, time zones, languages and homes.
#
#   merge.sh EARSHOT WORK_DIR FILE...
set -euo pipefail
earshot=$(realpath "$1") work=$2
shift 2
rm -rf "$work"
mkdir -p "$work"
failures=0

same() {
  if diff -rq -x timing.json "$work/whole" "$work/$1" >"$work/$1.diff" 2>&1; then
    echo "same: $1"
  else
    echo "DIFFERS: $1"
    head -5 "$work/$1.diff"
    failures=$((failures + 1))
  fi
}

"$earshot" run -q --threads 2 -o "$work/whole" "$@"
parts=()
number=0
for file in "$@"; do
  number=$((number + 1))
  "$earshot" run -q --threads 2 -o "$work/part-$number" "$file"
  parts+=("$work/part-$number")
done
"$earshot" merge -q -o "$work/merged" "${parts[@]}"
same merged
if [ "$number" -ge 3 ]; then
  # Another grouping of the same parts.
  "$earshot" merge -q -o "$work/tail" "${parts[@]:1}"
  "$earshot" merge -q -o "$work/grouped" "${parts[0]}" "$work/tail"
  same grouped
fi
for threads in 1 4; do
  "$earshot" run -q --threads $threads -o "$work/threads-$threads" "$@"
  same threads-$threads
done
for batch in 1000 70000; do
  "$earshot" run -q --batch $batch -o "$work/batch-$batch" "$@"
  same batch-$batch
done
env -u HOME TZ=Asia/Tokyo LANG=tr_TR.UTF-8 LC_ALL=C "$earshot" run -q -o "$work/elsewhere" "$@"
same elsewhere
[ "$failures" = 0 ] && echo "all the same"
