#!/bin/sh
# Chromium for the browser tests: the one that is there, else Debian's, else Playwright's own.
set -eu
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq && apt-get install -y -qq chromium && exit 0
fi
"$1/python" -m playwright install chromium
