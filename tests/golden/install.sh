#!/usr/bin/env bash
# An installation is enough to build against, shared and static, found through
# pkg-config alone, wherever it was installed.
set -euo pipefail
if grep -q '^MARSAD_SANITIZE:STRING=.' "$MARSAD_BUILD/CMakeCache.txt"; then
    echo "a sanitized library is not one to build against"
    exit 77
fi
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cmake --install "$MARSAD_BUILD" --prefix "$dir/first" >/dev/null
mv first moved # a pkg-config file that knows an absolute path breaks here

cat >user.c <<'C'
#include <stdio.h>

#include <marsad/marsad.h>

int main(void)
{
    printf("%s %s\n", ms_version(), ms_rc_text(MS_OK));
    return 0;
}
C
PKG_CONFIG_PATH=$(dirname "$(find "$PWD/moved" -name marsad.pc)")
export PKG_CONFIG_PATH
lib=$(pkg-config --variable=libdir marsad)
flags="-std=c17 -Wall -Wextra -Wpedantic -Werror"
gcc $flags user.c $(pkg-config --cflags --libs marsad) -o shared
gcc $flags user.c $(pkg-config --cflags marsad) "$lib/libmarsad.a" \
    $(pkg-config --static --libs marsad | sed 's/-lmarsad//') -o static

want="$(moved/bin/marsad --version | sed 's/^marsad //') done"
[ "$(LD_LIBRARY_PATH=$lib ./shared)" = "$want" ]
[ "$(./static)" = "$want" ]
if readelf -d static | grep -q 'NEEDED.*marsad'; then
    echo "the static program wants the shared library" >&2
    exit 1
fi
