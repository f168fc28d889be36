# Sourced by the other scripts: finds Swift, installs Debian packages that are missing.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"

need_swift() {
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  if [ -z "$version" ]; then
    echo "Swift is missing: install Swift 6.3 or newer as https://www.swift.org/install/linux tells, then run this again." >&2
    exit 69
  fi
  if [ "$(printf '%s\n6.3\n' "$version" | sort -V | head -n 1)" != 6.3 ]; then
    echo "Swift $version is too old: install Swift 6.3 or newer as https://www.swift.org/install/linux tells." >&2
    exit 69
  fi
}

# need_packages NAME...: installs the Debian packages that are not there.
need_packages() {
  local missing=() name
  for name in "$@"; do
    dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] && return
  local sudo=
  if [ "$(id -u)" -ne 0 ]; then
    sudo=sudo
    echo "Installing ${missing[*]} with sudo." >&2
  fi
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq "${missing[@]}" >/dev/null
}

# build_program: builds the program so that it wants no Swift where it runs; $program is then where it lies.
build_program() {
  need_swift
  need_packages libzmq3-dev zlib1g-dev pkg-config libjs-chart.js
  # Bound whole when it starts: nothing is looked up in a tick, and no table can be written to.
  local build=(swift build -c release --product markercast --static-swift-stdlib --scratch-path .build/install
    -Xlinker -z -Xlinker now)
  "${build[@]}" >&2
  program=$("${build[@]}" --show-bin-path)/markercast
}
