# shellcheck shell=bash
# Shared by scripts/run, scripts/test and scripts/bench: what they stand on. Sourced, not run.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

say() { printf '%s\n' "$*" >&2; }
die() {
    say "$*"
    exit 1
}

# The browser tests need Node 20; Debian 12 itself has 18.
node_is_new_enough() {
    local version
    version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    ((${version%%.*} >= 20)) && command -v npm >/dev/null
}

# packages_of LIST...: the package names of scripts/packages/LIST.txt
packages_of() {
    local list browser='^$'
    node_is_new_enough || browser='#[[:space:]]*browser:'
    for list in "$@"; do
        grep -Ev -- "$browser" "scripts/packages/$list.txt" | sed 's/#.*//'
    done
}

# install_packages LIST...: installs what is missing, quietly; says nothing where nothing is.
install_packages() {
    local package missing=() as_root=()
    for package in $(packages_of "$@"); do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' || missing+=("$package")
    done
    ((${#missing[@]})) || return 0
    command -v apt-get >/dev/null || die "Missing packages, and no apt-get to install them: ${missing[*]}"
    if ((EUID != 0)); then
        command -v sudo >/dev/null || die "Missing packages. As root: apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    local log
    log=$(mktemp)
    if ! { "${as_root[@]}" apt-get -q -o DPkg::Lock::Timeout=300 update &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 \
            --no-install-recommends install "${missing[@]}"; } >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        rm -f "$log"
        die "The packages could not be installed."
    fi
    rm -f "$log"
}

# build PRESET TARGETS [CMAKE-OPTION...]: configures where needed and builds; TARGETS "" is everything.
build() {
    local preset=$1 targets=() log
    read -ra targets <<<"$2"
    shift 2
    log=$(mktemp)
    if ! cmake --preset "$preset" "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    rm -f "$log"
    cmake --build "build/$preset" ${targets[0]+--target "${targets[@]}"} >&2
}
