#!/usr/bin/env bash
# Compares whole runs over the packages of a module: an empty vet tool (the
# price of being a vet tool at all), the linter, and go vet's own analyzers,
# which bench/coldrun takes turns with.
#
#   bench/compare.sh [-n runs] [dir [package...]]
set -euo pipefail

runs=3
if [[ ${1:-} == -n ]]; then
	runs=${2:?-n takes a number of runs}
	shift 2
fi
dir=$(cd "${1:-.}" && pwd)
shift || true
packages=("$@")
((${#packages[@]})) || packages=(./...)

cd "$(dirname "${BASH_SOURCE[0]}")/.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

go build -o "$tmp/" ./bench/emptyvet ./bench/coldrun ./cmd/gojoincheck
for tool in emptyvet gojoincheck; do
	printf '=== %s\n' "$tool"
	"$tmp/coldrun" -tool "$tmp/$tool" -dir "$dir" -runs "$runs" "${packages[@]}"
done
