#!/bin/sh
# PDQ, the picture hash, has no wheel: it is built where there is a C++ compiler, and left out elsewhere.
# Usage: pdq.sh BIN
"$1/python" -c 'import pdqhash' 2>/dev/null && exit 0
"$1/pip" install -qq --disable-pip-version-check pdqhash >/dev/null 2>&1 ||
    echo "No C++ compiler here, so pictures get no PDQ hash (see: marsad doctor)." >&2
exit 0
