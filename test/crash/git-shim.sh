#!/bin/sh
# Stands first in PATH as `git`, `git-receive-pack` and `git-upload-pack`, also for the git processes that git starts. It
# writes down every call, and dies, or lets others die, where the harness says so:
#
#   CRASH_GIT     the real git                     CRASH_EXEC  the exec path whose programs are this one again
#   CRASH_LOG     folder: `order`, one file of arguments a process, `hit` where the death took place
#   CRASH_AT      the process: a name of `order`, or *N for the Nth of all
#   CRASH_HOW     before, after, late:SECONDS to begin only then, or SYSCALL:N for the entry of its Nth such system call
#   CRASH_WHO     all: everything that was started; git: this process alone; relctl: relctl alone, while git goes on
#   CRASH_TRACE   system calls to write to NAME.strace, for every process
set -C
case ${0##*/} in git-*) tool=${0##*/} && set -- "${tool#git-}" "$@" ;; esac

kind=none value=
for word in "$@"; do
  if [ -n "$value" ]; then value= && continue; fi
  case $word in
    -c | -C) value=next ;;
    -*) ;;
    *) kind=$word && break ;;
  esac
done

# The number is taken and the arguments are logged in one step: git processes run side by side.
name=${CRASH_WITHIN:+$CRASH_WITHIN+}$kind number=1
until { printf '%s\0' "$@" >"$CRASH_LOG/$name.$number"; } 2>/dev/null; do
  number=$((number + 1))
  [ "$number" -le 9999 ] || exit 99
done
name=$name.$number
printf '%s\n' "$name" >>"$CRASH_LOG/order"

: "${CRASH_RELCTL:=$PPID}"
export CRASH_RELCTL CRASH_WITHIN="$name" GIT_EXEC_PATH="$CRASH_EXEC"

die() {
  : >|"$CRASH_LOG/hit"
  case $CRASH_WHO in
    all) kill -9 0 ;;
    relctl) kill -9 "$CRASH_RELCTL" ;;
    git) kill -9 $$ ;;
  esac
}

here=
case $CRASH_AT in
  "$name") here=yes ;;
  \**) [ "${CRASH_AT#\*}" -eq "$(grep -n -x "$name" "$CRASH_LOG/order" | cut -d: -f1)" ] && here=yes ;;
esac

if [ -z "$here" ]; then
  [ -z "$CRASH_TRACE" ] && exec "$CRASH_GIT" "$@"
  exec strace -qq -y -s 0 -e signal=none -e trace="$CRASH_TRACE" -o "$CRASH_LOG/$name.strace" "$CRASH_GIT" "$@"
fi

case $CRASH_HOW in
  before)
    die
    exec "$CRASH_GIT" "$@"
    ;;
  late:*)
    die
    sleep "${CRASH_HOW#late:}"
    exec "$CRASH_GIT" "$@"
    ;;
  after)
    "$CRASH_GIT" "$@"
    code=$?
    die
    exit $code
    ;;
  *)
    call=${CRASH_HOW%:*}
    strace -qq -y -s 0 -e signal=none -e trace="$call" -e inject="$call:signal=KILL:when=${CRASH_HOW#*:}" \
      -o "$CRASH_LOG/hit.strace" "$CRASH_GIT" "$@"
    code=$?
    [ $code -eq 137 ] && die
    exit $code
    ;;
esac
