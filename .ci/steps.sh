# Steps at the same time: functions of the shell that reads this, which write to a log in
# the folder "$work". At its end, no process is left of any.

# Each is a group of processes. What leaves it, as browsers do, still has its mark.
set -m
declare -A running=()

# begin STEP
begin() {
  printf '== %s begins (at %d s)\n' "$1" "$SECONDS"
  STEP_OF=$work "$1" </dev/null >"$work/$1.log" 2>&1 &
  running[$!]=$1
}

# Wait for the next step that ends, show what it wrote, and fail if it failed.
finish() {
  local process step how=ended
  wait -n -p process || how=failed
  step=${running[$process]}
  unset "running[$process]"
  printf '\n== %s %s (at %d s)\n' "$step" "$how" "$SECONDS"
  cat "$work/$step.log"
  [[ $how == ended ]]
}

# The groups and processes of steps that still run.
left() {
  local group
  for group in "${!running[@]}"; do
    ! kill -0 -- "-$group" || echo "-$group"
  done
  grep -lsz "^STEP_OF=$work$" /proc/[0-9]*/environ | cut -d / -f 3
}

end_all() {
  local signal found
  for signal in TERM{1..50} KILL; do
    mapfile -t found < <(left)
    ((${#found[@]})) || return 0
    kill -s "${signal%%[0-9]*}" -- "${found[@]}" || true
    sleep 0.1
  done
} 2>/dev/null
trap end_all EXIT
