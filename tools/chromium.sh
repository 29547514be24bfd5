#!/bin/sh
# Finds a Chromium for the browser tests, or installs Debian's where that is possible.
# CHROMIUM= names another. Where none can be had, one line says how to get one.
set -eu
if [ -n "${CHROMIUM:-}" ] && [ -x "${CHROMIUM}" ]; then exit 0; fi
if command -v chromium >/dev/null 2>&1; then exit 0; fi
run=""
if [ "$(id -u)" != 0 ]; then
  if sudo -n true 2>/dev/null; then run="sudo -n"; else run="no"; fi
fi
if [ "$run" != no ] && [ -f /etc/debian_version ] && ! grep -qi ubuntu /etc/os-release; then
  $run apt-get update -qq >/dev/null && $run env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium fonts-dejavu >/dev/null && exit 0
fi
echo "No Chromium: the browser tests are skipped. Install one and name it, e.g. CHROMIUM=/usr/bin/google-chrome make test" >&2
