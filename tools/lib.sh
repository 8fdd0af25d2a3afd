# Sourced by the tools: the project root becomes the working folder.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"

if [ -t 1 ]; then
    bold=$(printf '\033[1m') plain=$(printf '\033[0m')
else
    bold='' plain=''
fi

# A heading.
say() {
    printf '\n%s%s%s\n' "$bold" "$*" "$plain"
}

# Runs a command whose output matters only when it fails.
quiet() {
    local log
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        echo "failed: $*" >&2
        return 1
    fi
    rm -f "$log"
}

# Configures and builds a preset: build PRESET [CMAKE-ARGUMENT...] [-- TARGET...]
build() {
    local preset=$1 args=()
    shift
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        args+=("$1")
        shift
    done
    [ $# -eq 0 ] || shift
    quiet cmake --preset "$preset" "${args[@]}" &&
        quiet cmake --build --preset "$preset" ${1+--target "$@"} -- --quiet
}
