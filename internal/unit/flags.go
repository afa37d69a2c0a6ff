package unit

import (
	"flag"
	"os"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"

	"github.com/gojoincheck/gojoincheck/internal/front"
)

// options are the flags of one unit, as "-flags" (which unitchecker answers)
// offers them to the go command.
type options struct {
	analyzers []*analysis.Analyzer // the enabled ones
	json      bool
	context   int // lines of context around a diagnostic; negative for none at all

	complete bool // see completeFlag
}

// reports tells whether the unit's diagnostics are wanted.
func (o *options) reports(cfg *front.Config) bool {
	return !cfg.VetxOnly || o.complete && o.json && cfg.OwnModule()
}

// completeFlag is the name of the flag for a reader that shows whatever there is
// to say of the packages that it asks about. It gets the type errors of packages
// that are irrelevant to the analyzers. With JSON, in which it can leave out
// packages that it has not asked about, it gets what is to report on packages of
// the main module that are only asked for facts, too, so that their result can be
// cached, facts and all (see the package documentation).
const (
	completeFlag  = "complete"
	completeUsage = "report type errors in packages without goroutines as well and, with -json, on packages of the module that are only imported"
)

// A choice is a boolean flag that knows whether it was given.
type choice struct{ given, value bool }

func (c *choice) IsBoolFlag() bool { return true }
func (c *choice) String() string   { return strconv.FormatBool(!c.given || c.value) }

func (c *choice) Set(s string) error {
	v, err := strconv.ParseBool(s)
	*c = choice{true, v}
	return err
}

// parseFlags parses the flags before the config file's name. The flag set is
// not the command line's own, because unitchecker would register there too. A
// wrong flag ends the process with a message.
func parseFlags(args []string, analyzers []*analysis.Analyzer) options {
	flags := flag.NewFlagSet(os.Args[0], flag.ExitOnError)
	var opts options
	flags.BoolVar(&opts.json, "json", false, "emit JSON output")
	flags.BoolVar(&opts.complete, completeFlag, false, completeUsage)
	flags.IntVar(&opts.context, "c", -1, "display offending line with this many lines of context")
	for _, name := range []string{"fix", "diff", "source", "v", "all"} {
		flags.Bool(name, false, "no effect")
	}
	flags.String("tags", "", "no effect")
	choices := make([]choice, len(analyzers))
	for i, a := range analyzers {
		flags.Var(&choices[i], a.Name, "enable the analysis")
		a.Flags.VisitAll(func(f *flag.Flag) { flags.Var(f.Value, a.Name+"."+f.Name, f.Usage) })
	}
	flags.Parse(args) // exits on error
	opts.analyzers = enabled(analyzers, choices)
	return opts
}

// enabled follows the custom of vet: as soon as one analyzer is asked for by
// name, only those that are run; otherwise all run that are not switched off.
func enabled(analyzers []*analysis.Analyzer, choices []choice) []*analysis.Analyzer {
	named := slices.ContainsFunc(choices, func(c choice) bool { return c.given && c.value })
	var list []*analysis.Analyzer
	for i, a := range analyzers {
		if c := choices[i]; c.given && c.value || !named && !c.given {
			list = append(list, a)
		}
	}
	return list
}
