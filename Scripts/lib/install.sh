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
