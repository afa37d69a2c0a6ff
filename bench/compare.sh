#!/usr/bin/env bash
# Compares whole runs over the packages of a module: the linter, an empty vet
# tool (the price of being a vet tool at all), and go vet's own analyzers.
#
#   bench/compare.sh [-n runs] [dir [package...]]
#
# Cold means: the build cache has export data, as it does after a build, but no
# result of the tool. The go command files results under the hash of the tool
# and its flags, so every run uses a binary with a build ID of its own, and
# nobody's cache is cleared. Warm is the same run again. Times are wall-clock
# seconds.
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

# flag NAME PACKAGE RUN: what makes go vet run the tool as if for the first time.
# A released vet is known by its version and not by its hash; a number of lines
# of context that nobody asked for before has the same effect.
flag() {
	if [[ $1 == vet ]]; then
		echo "-c=$((1000000 + $$ * 100 + $3))"
		return
	fi
	build "$@"
	echo "-vettool=$tmp/$1-$3"
}

# seconds FLAG: one run's wall-clock time. A run that finds something fails, and
# that is no concern of ours; a tool that crashes is.
seconds() {
	local TIMEFORMAT=%R
	# The inner braces keep what time prints apart from what the tool prints.
	{ time { (cd "$dir" && go vet "$1" "${packages[@]}") >"$tmp/out" 2>&1 || true; }; } 2>&1
	if grep -q -e '^panic: ' -e '^fatal error: ' "$tmp/out"; then
		head -20 "$tmp/out" >&2
		exit 1
	fi
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

echo "preparing export data ..." >&2
(cd "$dir" && go list -export -deps -test "${packages[@]}" >/dev/null)
seconds "$(flag emptyvet ./bench/emptyvet 0)" >/dev/null # only its export data counts

printf '%-24s %10s %10s\n' "" "cold" "warm"
while read -r name package; do
	: >"$tmp/cold"
	: >"$tmp/warm"
	for ((i = 1; i <= runs; i++)); do
		option=$(flag "$name" "$package" "$i")
		seconds "$option" >>"$tmp/cold"
		seconds "$option" >>"$tmp/warm"
	done
	printf '%-24s %10s %10s\n' "$name" "$(median <"$tmp/cold")" "$(median <"$tmp/warm")"
done <<-END
	emptyvet ./bench/emptyvet
	gojoincheck ./cmd/gojoincheck
	vet -
END
