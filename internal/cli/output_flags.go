package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// outputOptions are the flags about what is printed where, and what it means
// for the exit status.
type outputOptions struct {
	format     string // "" when not given
	outputs    []string
	color      string
	generated  bool
	failOn     string
	exitZero   bool
	statistics bool
	timing     bool
	jobs       int
}

// outputFlags registers them.
func (a *app) outputFlags(flags *pflag.FlagSet) {
	o := &a.opts.outputOptions
	names := strings.Join(formatNames(), ", ")
	flags.StringVar(&o.format, "format", "", "output `format`: "+names+"; text if not given (see '"+Name+" help formats')")
	flags.StringArrayVar(&o.outputs, "output", nil, "write a report, `format[:file]`; may be given several times")
	flags.StringVar(&o.color, "color", colorAuto, "colour text `when`: "+strings.Join(colorModes, ", "))
	flags.BoolVar(&o.generated, "generated", false, "show findings in generated files")
	flags.StringVar(&o.failOn, "fail-on", "warning", "exit with 1 from this `severity` on: "+strings.Join(failLevels, ", "))
	flags.BoolVar(&o.exitZero, "exit-zero", false, "exit with 0 whatever the findings are")
	flags.BoolVar(&o.statistics, "statistics", false, "print to stderr how often each rule reported")
	flags.BoolVar(&o.timing, "timing", false, "print to stderr what took how long")
	flags.IntVarP(&o.jobs, "jobs", "j", 0, "how many `processes` to run at once; the number of processors if not given")
}

// checkOutputFlags refuses what no run can make sense of.
func (a *app) checkOutputFlags(flags *pflag.FlagSet) error {
	if flags.Changed("format") && a.opts.format == "" {
		return unknownFormat("")
	}
	if flags.Changed("jobs") && a.opts.jobs < 1 {
		return usagef("-j %d: at least one process is needed", a.opts.jobs)
	}
	_, err := a.destinations()
	return cmp.Or(a.checkColor(), a.checkStatusFlags(), err)
}

// completeOutputFlags teaches the shell their values.
func (a *app) completeOutputFlags(root *cobra.Command) {
	for flag, values := range map[string][]string{
		"format": formatNames(), "output": formatNames(), "color": colorModes, "fail-on": failLevels,
	} {
		fn := cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)
		if err := root.RegisterFlagCompletionFunc(flag, fn); err != nil {
			panic(fmt.Sprintf("flag %s: %v", flag, err)) // no such flag: a mistake above
		}
	}
}
