package cli

import (
	"cmp"
	"strings"

	"github.com/urfave/cli/v3"
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

// outputFlags lists them.
func (a *app) outputFlags() []cli.Flag {
	o := &a.opts.outputOptions
	names := strings.Join(formatNames(), ", ")
	return []cli.Flag{
		&cli.StringFlag{Name: "format", Destination: &o.format, Usage: "output `format`: " + names + "; text if not given (see '" + Name + " help formats')"},
		&cli.StringSliceFlag{Name: "output", Destination: &o.outputs, Usage: "write a report, `format[:file]`; may be given several times"},
		&cli.StringFlag{Name: "color", Destination: &o.color, Value: colorAuto, Usage: "colour text `when`: " + strings.Join(colorModes, ", ") + "; " + colorAuto + " if not given"},
		&cli.BoolFlag{Name: "generated", Destination: &o.generated, Usage: "show findings in generated files"},
		&cli.StringFlag{Name: "fail-on", Destination: &o.failOn, Value: "warning", Usage: "exit with 1 from this `severity` on: " + strings.Join(failLevels, ", ") + "; warning if not given"},
		&cli.BoolFlag{Name: "exit-zero", Destination: &o.exitZero, Usage: "exit with 0 whatever the findings are"},
		&cli.BoolFlag{Name: "statistics", Destination: &o.statistics, Usage: "print to stderr how often each rule reported"},
		&cli.BoolFlag{Name: "timing", Destination: &o.timing, Usage: "print to stderr what took how long"},
		&cli.IntFlag{Name: "jobs", Aliases: []string{"j"}, Destination: &o.jobs, Usage: "how many `processes` to run at once; the number of processors if not given"},
	}
}

// checkOutputFlags refuses what no run can make sense of.
func (a *app) checkOutputFlags(cmd *cli.Command) error {
	if cmd.IsSet("format") && a.opts.format == "" {
		return unknownFormat("")
	}
	if cmd.IsSet("jobs") && a.opts.jobs < 1 {
		return usagef("-j %d: at least one process is needed", a.opts.jobs)
	}
	_, err := a.destinations()
	return cmp.Or(a.checkColor(), a.checkStatusFlags(), err)
}
