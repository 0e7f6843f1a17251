#!/usr/bin/env bash
# Bring .venv to what a lock file says, and the package itself into it. Safe to run again at any time.
#
#   scripts/install.sh requirements.lock      what the pipeline needs
#   scripts/install.sh requirements-dev.lock  that, and what tests and checks need
#
# Every download is checked against the lock's hashes. uv does the work where it is installed; else pip
# brings it into .venv (it is in requirements-dev.lock); else pip does the work alone. An install that was interrupted
# leaves .venv/.unfinished behind and is made again from nothing. Of several at once one works and the others wait.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=$1
venv=.venv
stamp=$venv/.installed-$lock

say() { printf '%s\n' "$*" >&2; }
fail() { say "error: $*"; exit 1; }
sum() { cat "$lock" pyproject.toml | cksum; }

find_python() {
  local name
  for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python3.14}; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  fail "Python 3.11 to 3.14 is needed, found: $(${PYTHON:-python3} --version 2>&1 || true). Debian, Ubuntu: apt-get install python3 python3-venv; or name one: make PYTHON=/path/to/python3.12"
}

make_venv() {
  local python
  python=$(find_python)
  "$python" -c 'import venv, ensurepip' 2>/dev/null ||
    fail "$python lacks venv and pip. Debian, Ubuntu: apt-get install python3-venv"
  say "Making $venv with $("$python" --version)"
  rm -rf "$venv"
  "$python" -m venv "$venv" || fail "$venv can't be made; is the disk full? ($(df -h . | awk 'NR==2 {print $4}') left)"
}

# The lines of one package, hashes and all, out of a lock file.
block() { awk -v name="$1" '/^[A-Za-z0-9]/ {on = index($0, name "==") == 1} on' "$2"; }

# The installer to use: uv, or nothing for pip alone.
find_uv() {
  if [ "${NEWSHOUSE_INSTALLER:-}" = pip ]; then return; fi
  if command -v uv; then return; fi
  if [ ! -x $venv/bin/uv ]; then
    block uv requirements-dev.lock >$venv/uv.lock
    if [ ! -s $venv/uv.lock ] || ! $venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r $venv/uv.lock >&2; then
      say "uv is not to be had; pip does it alone, which takes a minute or two"
      return
    fi
  fi
  echo $venv/bin/uv
}

is_done() { [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$(sum)" ] && [ ! -e $venv/.unfinished ]; }

# Hold the clone's folder until this script ends. macOS has no flock: there, one at a time is up to the caller.
wait_for_others() {
  command -v flock >/dev/null || return 0
  exec 9<.
  if ! flock -n 9; then
    say "Another make is installing into $venv; waiting for it"
    flock 9
  fi
}

if is_done; then exit 0; fi
wait_for_others
if is_done; then exit 0; fi
if [ -e $venv/.unfinished ]; then say "The last install was interrupted; making $venv again"; fi
if [ ! -x $venv/bin/python ] || [ -e $venv/.unfinished ] || ! $venv/bin/python -c '' 2>/dev/null; then make_venv; fi
touch $venv/.unfinished

say "Installing $lock ($(grep -c '^[A-Za-z0-9].*==' "$lock") packages)"
uv=$(find_uv)
if [ -n "$uv" ]; then
  "$uv" pip install -q -p $venv --require-hashes -r "$lock"
  "$uv" pip install -q -p $venv --no-deps --no-build-isolation --offline -e .
else
  $venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$lock"
  $venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
fi
sum >"$stamp"
rm $venv/.unfinished
