// Package arch holds the rules about who may know whom in this module, as a
// table with reasons, and the test that keeps them. There is no other code.
//
// Data flows one way: source, SSA, events, solver, verdicts, summaries, facts;
// and verdicts, passes, findings, output. Most rules below are that sentence,
// spelled out. A rule about a package that does not exist yet holds.
package arch

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/gojoincheck/gojoincheck"

// Sets of imports that several rules name. A path that ends in "/..." stands
// for the package and all below it; one that begins with "./" is of this module.
var (
	ssaPackages    = []string{"golang.org/x/tools/go/ssa/...", "golang.org/x/tools/go/callgraph/...", "./internal/lazyssa"}
	syntaxPackages = []string{"go/ast", "go/parser", "go/types", "golang.org/x/tools/go/ast/...", "golang.org/x/tools/go/types/..."}
	drivers        = []string{"golang.org/x/tools/go/analysis/...", "golang.org/x/tools/go/packages"}
	presentation   = []string{"./internal/cli", "./internal/report", "./internal/vetrun", "./internal/finding"}
	loaders        = []string{"golang.org/x/tools/go/packages", "os/exec"}
)

// A policy forbids packages to import others.
type policy struct {
	packages  []string // whose imports; patterns of this module
	except    []string // packages that the patterns match but the rule does not
	forbidden []string
	deep      bool // also what they import through other packages of this module
	reason    string
}

var policies = []policy{
	{
		packages:  []string{"./internal/event", "./internal/link", "./internal/flow", "./internal/hb"},
		forbidden: slices.Concat(ssaPackages, syntaxPackages, drivers),
		deep:      true,
		reason:    "the solver works on plain data, so that a test can write its graphs by hand and an oracle can enumerate them",
	},
	{
		packages:  []string{"./internal/flow"},
		forbidden: []string{"./..."},
		reason:    "the dataflow is generic: it knows integers and a lattice, not what they mean",
	},
	{
		packages:  []string{"./internal/event"},
		forbidden: []string{"./internal/link", "./internal/flow", "./internal/hb", "./internal/extract", "./internal/forkjoin"},
		deep:      true,
		reason:    "events are what all of the engine speaks; they know none of those who speak it",
	},
	{
		packages:  []string{"./internal/syncmodel"},
		forbidden: slices.Concat(ssaPackages, []string{"./internal/hb", "./internal/extract", "./internal/forkjoin"}, drivers),
		deep:      true,
		reason:    "the table of library effects is data: who applies it is no business of a row",
	},
	{
		packages:  []string{"./internal/extract"},
		forbidden: slices.Concat([]string{"./internal/hb", "./internal/forkjoin", "./internal/rule/...", "./passes/..."}, presentation, drivers),
		deep:      true,
		reason:    "the extractor reads code and never judges or reports it",
	},
	{
		packages:  []string{"./internal/hb", "./internal/link", "./internal/summary"},
		forbidden: slices.Concat([]string{"./internal/extract", "./internal/forkjoin", "./internal/rule/...", "./passes/..."}, presentation),
		deep:      true,
		reason:    "verdicts do not depend on where events come from or on how they are shown",
	},
	{
		packages:  []string{"./passes/..."},
		except:    []string{"./passes/.../cmd/..."},
		forbidden: slices.Concat(ssaPackages, []string{"./internal/extract", "./internal/link", "./internal/flow", "./internal/syncmodel", "./internal/summary", "golang.org/x/tools/go/analysis/passes/buildssa"}),
		reason:    "a pass asks the solver's result questions; it sees neither SSA nor facts",
	},
	{
		packages:  []string{"./internal/forkjoin", "./passes/...", "."},
		except:    []string{"./passes/.../cmd/..."},
		forbidden: slices.Concat(loaders, []string{"./internal/cli", "./internal/report", "./internal/vetrun", "./internal/unit"}),
		deep:      true,
		reason:    "analyzers run under any driver: vet, golangci-lint, gopls, nogo; none of them wants processes or output of its own",
	},
	{
		packages:  []string{"./internal/rule", "./internal/finding", "./internal/report", "./internal/vetrun"},
		forbidden: slices.Concat(ssaPackages, []string{"./internal/event", "./internal/hb", "./internal/extract", "./internal/forkjoin", "./passes/..."}),
		deep:      true,
		reason:    "what is shown is decoded from diagnostics, the same for every driver",
	},
	{
		packages:  []string{"./internal/forkmap"},
		forbidden: []string{"./...", "golang.org/x/tools/...", "go/..."},
		reason:    "the map is plain data and ways to show it: what a fork is, the analyzer behind it knows",
	},
	{
		packages:  []string{"./internal/mapper"},
		forbidden: slices.Concat(ssaPackages, presentation, loaders, []string{"./internal/extract", "./internal/link", "./internal/flow"}),
		reason:    "it asks the solver's result like a pass, and runs under any driver",
	},
	{
		packages:  []string{"./..."},
		except:    []string{"./cmd/...", "./internal/unit/...", "./passes/.../cmd/...", "./bench/..."},
		forbidden: []string{"golang.org/x/tools/go/analysis/unitchecker", "golang.org/x/tools/go/analysis/singlechecker", "golang.org/x/tools/go/analysis/multichecker"},
		reason:    "the ways in are few and stand in cmd",
	},
	{
		packages:  []string{"./..."},
		except:    []string{"./internal/testutil/...", "./bench/..."},
		forbidden: []string{"./internal/testutil/...", "testing", "golang.org/x/tools/go/analysis/analysistest"},
		reason:    "what tests need does not belong into the binary",
	},
}

// onlyForkjoin are the names of x/tools that read and write facts. Drivers use
// them too: they carry facts from one package to the next and look into none.
var onlyForkjoin = []string{
	"ExportObjectFact", "ImportObjectFact", "ExportPackageFact", "ImportPackageFact",
	"AllObjectFacts", "AllPackageFacts", "FactTypes",
}

func TestImports(t *testing.T) {
	all := readModule(t)
	for _, p := range policies {
		for _, pkg := range all.paths {
			if !matchAny(p.packages, pkg) || matchAny(p.except, pkg) {
				continue
			}
			for _, chain := range all.imports(pkg, p.deep) {
				if last := chain[len(chain)-1]; matchAny(p.forbidden, last) {
					t.Errorf("%s imports %s\n\tby way of: %s\n\tforbidden because %s",
						pkg, last, strings.Join(chain, " → "), p.reason)
				}
			}
		}
	}
}

func TestFactsAreForkjoins(t *testing.T) {
	all := readModule(t)
	for _, pkg := range all.paths {
		if matchAny([]string{"./internal/forkjoin", "./internal/unit", "./internal/testutil", "./bench/..."}, pkg) {
			continue
		}
		for _, use := range all.selectors[pkg] {
			if slices.Contains(onlyForkjoin, use.name) {
				t.Errorf("%s: %s; only internal/forkjoin touches facts, so that one place decides what other packages learn", use.at, use.name)
			}
		}
	}
}

// TestPoliciesApply fails when a rule names nothing that exists, once there is
// an engine: a rename must not switch a rule off.
func TestPoliciesApply(t *testing.T) {
	all := readModule(t)
	if !slices.Contains(all.paths, "./internal/forkjoin") {
		t.Skip("the engine is not there yet")
	}
	for _, p := range policies {
		if !slices.ContainsFunc(all.paths, func(pkg string) bool { return matchAny(p.packages, pkg) }) {
			t.Errorf("no package is held to: %s", p.reason)
		}
	}
}

func TestMatch(t *testing.T) {
	for _, test := range []struct {
		pattern, path string
		want          bool
	}{
		{".", ".", true},
		{".", "./internal/hb", false},
		{"./...", ".", true},
		{"./...", "./internal/hb", true},
		{"./...", "golang.org/x/tools/go/ssa", false},
		{"./internal/hb", "./internal/hb", true},
		{"./internal/hb", "./internal/hbx", false},
		{"./internal/rule/...", "./internal/rule", true},
		{"./internal/rule/...", "./internal/rules", false},
		{"./passes/.../cmd/...", "./passes/missingjoin/cmd/missingjoin", true},
		{"./passes/.../cmd/...", "./passes/missingjoin", false},
		{"golang.org/x/tools/go/ssa/...", "golang.org/x/tools/go/ssa/ssautil", true},
	} {
		if got := match(test.pattern, test.path); got != test.want {
			t.Errorf("match(%q, %q) = %v", test.pattern, test.path, got)
		}
	}
}

// TestCommandIsStatic: what drags in the C library makes each start of the
// command half as long again, and go vet starts it for every package of a build.
func TestCommandIsStatic(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "../../cmd/gojoincheck").Output()
	if err != nil {
		t.Fatal(err)
	}
	deps := strings.Fields(string(out))
	if !slices.Contains(deps, "os/exec") {
		t.Fatalf("these cannot be the dependencies of the command: %q", deps)
	}
	for _, pkg := range []string{"net", "os/user", "runtime/cgo"} {
		if slices.Contains(deps, pkg) {
			t.Errorf("the command is linked from %s: go mod why %[1]s", pkg)
		}
	}
}
