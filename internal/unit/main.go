package unit

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/gojoincheck/gojoincheck/internal/front"
)

// Main is the main function of the vet tool. It answers the go command's
// "-V=full", "-flags" and "[flags] x.cfg", and never returns.
func Main(analyzers ...*analysis.Analyzer) {
	log.SetFlags(0)
	log.SetPrefix(filepath.Base(os.Args[0]) + ": ")
	args := os.Args[1:]
	guard(analyzers)
	if len(args) > 0 && strings.HasSuffix(args[len(args)-1], ".cfg") {
		cfg, err := front.ReadConfig(args[len(args)-1])
		if err == nil && Setup != nil {
			err = Setup(Unit{Dir: cfg.Dir, OwnModule: cfg.OwnModule()})
		}
		if err != nil {
			log.Fatal(err)
		}
		if cfg.Compiler == "gc" && !front.Fixing(args) {
			os.Exit(unitMain(cfg, args[:len(args)-1], analyzers))
		}
		// Other compilers' export data have other importers; unitchecker
		// knows them. It is the same for every unit of a build.
	}
	registerVersion()
	flag.Bool(completeFlag, false, completeUsage) // for the answer to -flags
	unitchecker.Main(analyzers...)
	panic("unreachable: unitchecker.Main exits")
}

// A Unit is what [Setup] is told of a unit.
type Unit struct {
	Dir       string // of the package
	OwnModule bool   // the package belongs to the main module, or to one of the workspace
}

// Setup, if set, is called before anything is done with a unit. It is to be
// set before [Main].
var Setup func(Unit) error

// Keep, if set, says which diagnostics are reported, by whichever driver. It
// is to be set before [Main].
var Keep func(*analysis.Pass, analysis.Diagnostic) bool

// TypesUntil, if set, is the last analyzer that asks for the types of all expressions
// (TypesInfo.Types): those that follow find none there. It is to be set before [Main].
var TypesUntil *analysis.Analyzer

// guard lets each analyzer fail without taking the process down: a panic
// becomes an error of that analyzer on that package. It also asks [Keep].
func guard(analyzers []*analysis.Analyzer) {
	for _, a := range expand(analyzers) {
		run := a.Run
		a.Run = func(pass *analysis.Pass) (result any, err error) {
			if Keep != nil {
				report := pass.Report
				pass.Report = func(d analysis.Diagnostic) {
					if Keep(pass, d) {
						report(d)
					}
				}
			}
			finished := false
			defer func() {
				if finished {
					return
				}
				v := recover()
				if v == nil {
					v = "runtime.Goexit"
				}
				log.Printf("panic in %s on %s: %v\n%s", a.Name, pass.Pkg.Path(), v, debug.Stack())
				result, err = nil, fmt.Errorf("internal error in analyzer %s on package %s: %v", a.Name, pass.Pkg.Path(), v)
			}()
			result, err = run(pass)
			finished = true
			return result, err
		}
	}
}

// unitMain does one unit and returns the exit code.
func unitMain(cfg *front.Config, args []string, analyzers []*analysis.Analyzer) int {
	defer func() {
		// What is left to panic here is the type checker or ourselves. The
		// other units must not suffer, so this is an error of this one only.
		if v := recover(); v != nil {
			log.Printf("internal error on package %s: %v\n%s", cfg.ImportPath, v, debug.Stack())
			os.Exit(1)
		}
	}()
	if err := analysis.Validate(analyzers); err != nil {
		log.Print(err)
		return 1
	}
	opts := parseFlags(args, analyzers)
	code, err := runUnit(cfg, opts)
	if err != nil {
		log.Print(err)
		return 1
	}
	return code
}

// runUnit does what decide says.
func runUnit(cfg *front.Config, opts options) (int, error) {
	todo, err := decide(cfg, &opts)
	if err != nil {
		return 1, err
	}
	if todo == answer {
		keep, err := mayCache(cfg)
		if err != nil {
			return 1, err
		}
		return report(cfg, opts, nil, outcome{keep: keep})
	}
	prepare()
	sources, err := cfg.Sources()
	if err != nil {
		return 1, err
	}
	var pkg *loaded
	var errs []error
	if cfg.Foreign() {
		pkg, errs = loadForFacts(cfg, sources)
	} else {
		pkg, errs = load(cfg, sources, todo == analyze)
	}
	if pkg == nil && len(errs) == 0 {
		return report(cfg, opts, nil, outcome{keep: true})
	}
	if len(errs) > 0 {
		if cfg.VetxOnly || cfg.SucceedOnTypecheckFailure {
			// The compiler has to compile it for its importers, and reports.
			return report(cfg, opts, nil, outcome{keep: true})
		}
		printErrors(errs)
		return 1, nil
	}
	var out outcome
	if todo == check {
		out, err = pkg.handOn(cfg)
	} else {
		out, err = pkg.analyze(cfg, opts)
	}
	if err != nil {
		return 1, err
	}
	return report(cfg, opts, pkg, out)
}
