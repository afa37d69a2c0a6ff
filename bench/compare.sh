#!/usr/bin/env bash
# Compares whole runs over the packages of a module: the linter, an empty vet
# tool (the price of being a vet tool at all), and go vet's own analyzers.
#
#   bench/compare.sh [-n runs] [dir [package...]]
#
# Cold means: the build cache has export data, as it does after a build, but no
# result of the tool. The go command files results under the hash of the tool,
# so every run uses a binary with a build ID of its own, and never clears the
# cache. Warm is the same run again. Times are wall-clock seconds.
set -euo pipefail

runs=3
if [[ ${1:-} == -n ]]; then
	runs=$2
	shift 2
fi
dir=${1:-.}
shift || true
packages=("$@")
((${#packages[@]})) || packages=(./...)

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# build NAME PACKAGE RUN: a binary that the go command has never seen.
build() {
	(cd "$root" && go build -ldflags "-buildid=$1-$3-$$-$RANDOM" -o "$tmp/$1-$3" "$2")
}

# seconds TOOL: one run's wall-clock time. A run that finds something fails, and
# that is no concern of ours; a tool that crashes is.
seconds() {
	local TIMEFORMAT=%R
	# The inner braces keep what time prints apart from what the tool prints.
	{ time { (cd "$dir" && go vet -vettool="$1" "${packages[@]}") >"$tmp/out" 2>&1 || true; }; } 2>&1
	if grep -q -e '^panic: ' -e '^fatal error: ' "$tmp/out"; then
		head -20 "$tmp/out" >&2
		exit 1
	fi
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

echo "preparing export data ..." >&2
(cd "$dir" && go list -export -deps -test "${packages[@]}" >/dev/null)
build emptyvet ./bench/emptyvet 0 # a run of which only the export data counts
seconds "$tmp/emptyvet-0" >/dev/null

printf '%-24s %10s %10s\n' "" "cold" "warm"
while read -r name package; do
	: >"$tmp/cold"
	: >"$tmp/warm"
	for ((i = 1; i <= runs; i++)); do
		build "$name" "$package" "$i"
		seconds "$tmp/$name-$i" >>"$tmp/cold"
		seconds "$tmp/$name-$i" >>"$tmp/warm"
	done
	printf '%-24s %10s %10s\n' "$name" "$(median <"$tmp/cold")" "$(median <"$tmp/warm")"
done <<-END
	emptyvet ./bench/emptyvet
	gojoincheck ./cmd/gojoincheck
	vet cmd/vet
END
