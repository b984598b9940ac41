#!/bin/sh
# Installs the Debian packages Marsad works best with, when it may; else says what is missing.
# Usage: system.sh run|dev
wanted="tesseract-ocr tesseract-ocr-ara tesseract-ocr-fas tesseract-ocr-urd tesseract-ocr-pus tesseract-ocr-fra ffmpeg"
[ "$1" = dev ] && wanted="$wanted chromium openssl postgresql"

missing=""
for package in $wanted; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 && exit 0
fi
echo "Not installed here:$missing; Marsad goes on without what needs them (see: marsad doctor)." >&2
exit 0
