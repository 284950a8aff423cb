#!/usr/bin/env bash
# Installs the packages that a group of work needs and that this machine lacks.
#
#   installer/dependencies.sh [--check] [build|test|lint|run …]      (default: build)
#
# run is what programs that were built elsewhere need; build has it, too.
#
# --check installs nothing: it names what is missing and exits 1, or exits 0 when nothing is.
# Runs apt-get as root or through sudo, and only when something is missing.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=installer/lib.sh
source "$root/installer/lib.sh"

build_packages=(
    build-essential ca-certificates cmake git ninja-build pkg-config
    libcli11-dev libhowardhinnant-date-dev libisal-dev libminizip-dev libp11-kit-dev libqrencode-dev libre2-dev
    libsodium-dev libssl-dev nlohmann-json3-dev zlib1g-dev
    libqt6svg6 qt6-base-dev qt6-l10n-tools qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qtkeychain-qt6-dev
    libsqlcipher-dev
    fonts-dejavu-core tzdata
)
# What the programs need where they run, as Debian 12 names it; the time zones are those of budgets.
run_packages=(
    libdate-tz3 libisal2 libminizip1 libqrencode4 libre2-9 libsodium23 libssl3 zlib1g
    libqt6core6 libqt6dbus6 libqt6gui6 libqt6keychain1 libqt6network6 libqt6printsupport6
    libqt6sql6 libqt6svg6 libqt6widgets6
    fonts-dejavu-core tzdata
)
test_packages=(
    libgmock-dev libgtest-dev openssl python3 softhsm2 strace
    dbus dbus-daemon gnome-keyring libsecret-1-0
    fonts-dejavu-core fonts-noto-core imagemagick openbox xauth xvfb zbar-tools
)
lint_packages=(clang-19 clang-format-19 clang-tidy-19 libclang-rt-19-dev lld-19 python3)

# What Debian 12 has of SQLCipher is 3.4, which lacks ten years of SQLite.
sqlcipher_minimum=4.6
# The tests' peers and the conformance suite are Node programs; the suite needs 22, and Debian 12 has 18.
node_minimum=22
node_package=node@22.23.3
node_prefix=$root/build/npm
# The folders of tests/ that have npm packages; these go to folders of the same names in build/npm.
npm_folders=(peers conformance)

check_only=no
needs_node=no
groups=()
wanted=()
missing=()

usage() {
    sed -n '2,10s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

read_arguments() {
    local argument
    for argument in "$@"; do
        case $argument in
            --check) check_only=yes ;;
            --help | -h)
                usage
                exit 0
                ;;
            build | test | lint | run) groups+=("$argument") ;;
            *) fail "'$argument' is not a group; the groups are build, test, lint and run." ;;
        esac
    done
    if ((${#groups[@]} == 0)); then
        groups=(build)
    fi
}

collect_wanted() {
    local group
    for group in "${groups[@]}"; do
        case $group in
            build) wanted+=("${build_packages[@]}") ;;
            lint) wanted+=("${lint_packages[@]}") ;;
            run) wanted+=("${run_packages[@]}") ;;
            test)
                wanted+=("${test_packages[@]}")
                needs_node=yes
                if ! { node_is_new_enough && npm_is_current; } && ! command -v npm >/dev/null; then
                    wanted+=(npm)
                fi
                ;;
        esac
    done
}

require_debian() {
    local ID='' VERSION_CODENAME='' PRETTY_NAME='this system'
    if [[ -r /etc/os-release ]]; then
        # shellcheck disable=SC1091
        source /etc/os-release
    fi
    if [[ $ID != debian ]] || ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
        fail "This script installs packages on Debian 12 or newer, and this is $PRETTY_NAME." \
            "Install what README.md lists by hand, then build with 'cmake --preset release'" \
            "and 'cmake --build --preset release'."
    fi
    codename=$VERSION_CODENAME
    # Debian 12's default Boost is 1.74; later releases have a default that is new enough.
    if [[ $codename == bookworm ]]; then
        build_packages+=(libboost1.81-dev)
    else
        build_packages+=(libboost-dev)
    fi
}

node_is_new_enough() {
    local node major
    for node in "$node_prefix/node_modules/node/bin/node" node; do
        major=$("$node" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
        if ((major >= node_minimum)); then
            return 0
        fi
    done
    return 1
}

# A Node of its own inside build/, so that the machine's stays as it is.
install_node() {
    local log=$node_prefix/install.log
    say "Fetching $node_package into build/npm for the tests."
    mkdir -p "$node_prefix"
    if ! npm install --prefix "$node_prefix" --no-audit --no-fund --no-save "$node_package" >"$log" 2>&1 </dev/null ||
        ! node_is_new_enough; then
        tail -n 20 "$log" >&2
        fail "The tests need Node $node_minimum or newer, and npm could not fetch it." \
            "Install it by hand or check the registry in npm's settings, then run this again."
    fi
}

# Are the npm packages of a folder installed as its package-lock.json has them?
folder_is_current() {
    cmp -s "$root/tests/$1/package-lock.json" "$node_prefix/$1/installed-lock.json"
}

npm_is_current() {
    local folder
    for folder in "${npm_folders[@]}"; do
        folder_is_current "$folder" || return 1
    done
}

# They are what the lock file's checksums say, wherever npm's settings get them from.
install_folder() {
    local source=$root/tests/$1 prefix=$node_prefix/$1
    local log=$prefix/install.log
    say "Fetching the npm packages of tests/$1 into build/npm/$1."
    mkdir -p "$prefix"
    cp "$source/package.json" "$source/package-lock.json" "$prefix/"
    if [[ -x $node_prefix/node_modules/node/bin/node ]]; then
        local PATH=$node_prefix/node_modules/node/bin:$PATH
    fi
    if ! (cd "$prefix" && npm ci --no-audit --no-fund --ignore-scripts) >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        fail "npm could not fetch the packages that tests/$1 uses." \
            "Check the registry in npm's settings, then run this again."
    fi
    cp "$source/package-lock.json" "$prefix/installed-lock.json"
}

install_npm_packages() {
    local folder
    for folder in "${npm_folders[@]}"; do
        folder_is_current "$folder" || install_folder "$folder"
    done
}

# The version of an installed package; nothing when it is not installed.
installed_version() {
    # shellcheck disable=SC2016
    { dpkg-query -W -f '${db:Status-Status} ${Version}\n' "$1" 2>/dev/null || true; } |
        awk '$1 == "installed" { print $2; exit }'
}

find_missing() {
    local package installed version
    # shellcheck disable=SC2016
    installed=" $({ dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true; } |
        awk '$1 == "installed" { printf "%s ", $2 }') "
    missing=()
    for package in "${wanted[@]}"; do
        if [[ $installed != *" $package "* && " ${missing[*]} " != *" $package "* ]]; then
            missing+=("$package")
        fi
    done
    if [[ $installed == *" libsqlcipher-dev "* ]]; then
        version=$(installed_version libsqlcipher-dev)
        if dpkg --compare-versions "$version" lt "$sqlcipher_minimum"; then
            missing+=(libsqlcipher-dev)
        fi
    fi
}

# What to say to apt-get for each missing package.
install_arguments() {
    local package
    for package in "${missing[@]}"; do
        if [[ $package == libsqlcipher-dev && $codename == bookworm ]]; then
            echo libsqlcipher-dev/bookworm-backports
            echo libsqlcipher1/bookworm-backports
        else
            echo "$package"
        fi
    done
}

as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo "$@"
    fi
}

require_root() {
    if ((EUID == 0)) || command -v sudo >/dev/null; then
        return
    fi
    fail "These packages are missing: ${missing[*]}." \
        "Installing them needs an administrator: run 'installer/dependencies.sh ${groups[*]}' as root" \
        "(it also adds the suite bookworm-backports where Debian 12 needs it), then run this again."
}

run_apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 "$@" \
        </dev/null
}

# Runs apt-get, once more after a failure that may have been the network's, and shows its words only
# when both fail.
run_apt_patiently() {
    local log
    log=$(mktemp)
    if run_apt "$@" >"$log" 2>&1; then
        rm -f "$log"
        return 0
    fi
    if grep -Eq 'Failed to fetch|Could not (resolve|connect|wait)|Connection (failed|timed out)|Temporary failure|Hash Sum mismatch' "$log"; then
        say "A download failed; trying once more."
        sleep 3
        if run_apt "$@" >"$log" 2>&1; then
            rm -f "$log"
            return 0
        fi
    fi
    tail -n 40 "$log" >&2
    rm -f "$log"
    return 1
}

# What apt is set up to fetch packages from, a line a suite: suite|codename|component|origin|file:number.
# The number counts stanzas in a .sources file and lines in a .list file. Codename and origin are known
# only for suites whose lists are here already.
package_sources() {
    # shellcheck disable=SC2016
    local format='$(RELEASE)|$(CODENAME)|$(COMPONENT)|$(ORIGIN)|$(SOURCESENTRY)'
    apt-get indextargets --format "$format" 'Created-By: Packages' 2>/dev/null || true
    apt-get indextargets --no-release-info --format "$format" 'Created-By: Packages' 2>/dev/null || true
}

# Where the apt settings name Debian's own suite bookworm, by that name or as oldstable and the like.
bookworm_entry() {
    package_sources | awk -F'|' '
        ($1 == "bookworm" || $2 == "bookworm") && $3 == "main" && ($4 == "Debian" || $4 ~ /^([$]|$)/) && !found {
            print $5; found = 1 }'
}

has_backports() {
    package_sources | awk -F'|' '
        ($1 == "bookworm-backports" || $2 == "bookworm-backports") && $3 == "main" { found = 1 }
        END { exit !found }'
}

# Prints the given stanza of a .sources file for the backports: everything that says how to reach and
# trust the mirror (URIs, Signed-By with a key in it, Trusted) is carried over.
backports_stanza() {
    awk -v wanted="$2" '
        /^[ \t]*$/ { if (inside) { inside = 0 } next }
        /^#/ { next }
        !inside { inside = 1; stanza++ }
        stanza != wanted { next }
        /^[ \t]/ { if (!skipping) print; next }
        {
            field = tolower(substr($0, 1, index($0, ":") - 1))
            skipping = (field ~ /^(types|suites|components|enabled)$/)
            if (!skipping) print
        }
        END { print "Types: deb\nSuites: bookworm-backports\nComponents: main" }
    ' "$1"
}

# The same for one line of a .list file: deb [options] URI suite components…
backports_line() {
    sed -n "${2}p" "$1" |
        sed -E 's/^[[:space:]]*deb[[:space:]]+(\[[^]]*\][[:space:]]+)?([^[:space:]]+)[[:space:]].*$/deb \1\2 bookworm-backports main/'
}

add_backports() {
    local entry file number folder target
    if has_backports; then
        return
    fi
    entry=$(bookworm_entry)
    if [[ -z $entry ]]; then
        # Named only as oldstable or the like: which release that is, the lists tell.
        run_apt_patiently update || true
        entry=$(bookworm_entry)
    fi
    if [[ -z $entry ]]; then
        fail "This is Debian 12, but its apt settings name no mirror of the suite bookworm, so the suite" \
            "bookworm-backports, which has SQLCipher $sqlcipher_minimum, cannot be found." \
            "Add a mirror of bookworm to the files in /etc/apt/sources.list.d, then run this again."
    fi
    file=${entry%:*}
    number=${entry##*:}
    eval "$(apt-config shell folder Dir::Etc::sourceparts/d)"
    if [[ $file == *.sources ]]; then
        target=${folder}portcullis-backports.sources
        backports_stanza "$file" "$number" | as_root tee "$target" >/dev/null
    else
        target=${folder}portcullis-backports.list
        backports_line "$file" "$number" | as_root tee "$target" >/dev/null
    fi
    as_root chmod 0644 "$target"
    say "Added the suite bookworm-backports from this machine's own mirror ($target)."
}

install_missing() {
    local arguments
    require_root
    if [[ " ${missing[*]} " == *" libsqlcipher-dev "* && $codename == bookworm ]]; then
        add_backports
    fi
    say "Installing ${#missing[@]} missing packages and what they need: ${missing[*]}"
    # A mirror of somebody else's that does not answer is no reason to stop: the install tells.
    run_apt_patiently update || say "Refreshing the package lists did not work for every mirror; going on."
    mapfile -t arguments < <(install_arguments)
    if ! run_apt_patiently install -y --no-install-recommends "${arguments[@]}"; then
        fail "The packages could not be installed; apt-get's last words are above." \
            "Check that this machine reaches its package mirror, then run this again."
    fi
    find_missing
    if ((${#missing[@]} > 0)); then
        fail "apt-get finished, but these packages are still missing or too old: ${missing[*]}."
    fi
}

main() {
    read_arguments "$@"
    require_debian
    collect_wanted
    find_missing
    if [[ $check_only == yes ]]; then
        if ((${#missing[@]} > 0)); then
            say "Missing packages: ${missing[*]}"
            exit 1
        fi
        if [[ $needs_node == yes ]] && ! { node_is_new_enough && npm_is_current; }; then
            say "Missing: Node $node_minimum or newer, or the npm packages of the tests."
            exit 1
        fi
        exit 0
    fi
    if ((${#missing[@]} > 0)); then
        install_missing
    fi
    if [[ $needs_node == yes ]] && ! node_is_new_enough; then
        install_node
    fi
    if [[ $needs_node == yes ]]; then
        install_npm_packages
    fi
}

if [[ ${BASH_SOURCE[0]} == "$0" ]]; then
    main "$@"
fi
