#!/usr/bin/env bash
# Scores other linters on the labelled programs of the Go installation, with
# bench/corpora. It needs the module proxy, and some minutes for golangci-lint.
#
#   bench/peers.sh
#
# What counts is any report on the bug, or in the function that has it, whatever
# it says: this is kind to linters whose rules are about something else there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
tmp=$(mktemp -d)
trap 'chmod -R u+w "$tmp"; rm -rf "$tmp"' EXIT
export GOBIN=$tmp/bin GOFLAGS=-buildvcs=false GOWORK=off GOLANGCI_LINT_CACHE=$tmp/cache

go build -o "$tmp/" ./bench/corpora ./cmd/gojoincheck
go install honnef.co/go/tools/cmd/staticcheck@v0.8.2
go install github.com/securego/gosec/v2/cmd/gosec@v2.30.0
go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
mapfile -t programs < <("$tmp/corpora" -write "$tmp/programs")

# The linters of golangci-lint that look at concurrency; it has revive, too.
cat >"$tmp/golangci.yml" <<'END'
version: "2"
linters:
  default: none
  enable: [contextcheck, copyloopvar, fatcontext, gosec, govet, revive, staticcheck, tparallel]
  settings:
    govet: {disable-all: true, enable: [atomic, copylocks, loopclosure, lostcancel, testinggoroutine, waitgroup]}
    staticcheck: {checks: ["SA2*"]}
    gosec: {includes: [G118, G601]}
    revive: {rules: [{name: atomic}, {name: datarace}, {name: range-val-address}, {name: range-val-in-closure}, {name: waitgroup-by-value}]}
issues: {max-issues-per-linter: 0, max-same-issues: 0, uniq-by-line: false}
END
sed 's/enable: .contextcheck.*/enable: [revive]/; /govet:/d; /staticcheck:/d; /gosec:/d' "$tmp/golangci.yml" >"$tmp/revive.yml"

# score NAME COMMAND... runs a linter in each module and counts what it says.
score() {
	local name=$1 dir
	shift
	: >"$tmp/out"
	for dir in "${programs[@]}"; do
		# Relative names get the directory that tells the corpora apart.
		(cd "$dir" && "$@" 2>&1 || true) | sed -E "s#^(vet: )?(\./)?([^/ ][^ ]*\.go:[0-9])#$dir/\3#" >>"$tmp/out"
	done
	printf '%s (%d lines)\n' "$name" "$(grep -c '\.go:[0-9]' "$tmp/out")"
	"$tmp/corpora" -lines "$tmp/out" | sed 's/^/  /'
}

golangci() { "$tmp/bin/golangci-lint" run -c "$1" --output.text.path=stdout --output.text.print-issued-lines=false --output.text.colors=false --show-stats=false ./...; }
gosec_lines() { "$tmp/bin/gosec" -quiet -include=G118,G601 -fmt golint ./...; }

score "go vet" go vet ./...
score "staticcheck, SA2*" "$tmp/bin/staticcheck" -checks 'SA2*' ./...
score "revive, rules about concurrency" golangci "$tmp/revive.yml"
score "gosec, G118 and G601" gosec_lines
score "golangci-lint, linters about concurrency" golangci "$tmp/golangci.yml"
echo gojoincheck
"$tmp/corpora" -tool "$tmp/gojoincheck" | sed 's/^/  /'

# The race detector sees what happens in one run. Here each rule's bad example
# runs once, and what it says of the bug is counted.
examples=$tmp/examples
mkdir "$examples"
printf 'module example.com/examples\n\ngo 1.25\n' >"$examples/go.mod"
for bad in internal/rule/catalog/*/bad.go.txt; do
	id=$(basename "$(dirname "$bad")")
	mkdir "$examples/$id"
	name=main.go
	[[ $(head -n 1 "$bad") != *_test.go.* ]] || name=main_test.go
	cp "$bad" "$examples/$id/$name"
done
cd "$examples"
export CGO_ENABLED=1
detects() { # detects ID PATTERN: builds the example with the race detector and runs it
	if [[ -e $1/main_test.go ]]; then go test -race -c -o "$tmp/example" "./$1"; else go build -race -o "$tmp/example" "./$1"; fi
	timeout 20 "$tmp/example" >"$tmp/said" 2>&1 || true # it fails when it finds something
	grep -qE "$2" "$tmp/said"
}
races=0 all=0 told=0 others=0
for id in */; do
	id=${id%/}
	case $id in
	ordered) ;; # a note: there is no bug
	*-race | err-capture | loop-variable | write-after-release | wrong-lock)
		all=$((all + 1))
		if detects "$id" 'DATA RACE'; then races=$((races + 1)); fi
		;;
	*)
		others=$((others + 1))
		if detects "$id" 'DATA RACE|all goroutines are asleep'; then told=$((told + 1)); fi
		;;
	esac
done
echo "race detector, one run of each rule's bad example: $races of $all races, $told of $others others (a deadlock of the whole program counts)"
"$tmp/gojoincheck" -no-config -notes ./... 2>/dev/null | sed -E 's/.*\(([a-z-]+)\)$/\1/' | sort -u | awk 'END {print "gojoincheck on the same: " NR " rules report"}'
