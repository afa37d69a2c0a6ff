package cli

import "github.com/gojoincheck/gojoincheck/internal/report"

// A format is a way to write the findings to standard output.
type format struct {
	name      string
	forPeople bool // a program that reads it does not need a document each time
	write     func(*app, *report.Report) error
}

// formats lists them in the order in which the help does.
var formats = []*format{
	{"text", true, writeText},
	{"json", false, func(a *app, r *report.Report) error { return r.JSON(a.stdout) }},
}

func writeText(a *app, r *report.Report) error {
	if isTerminal(a.stdout) {
		return r.Terminal(a.stdout, report.TerminalOptions{Color: wantsColor()})
	}
	return r.Lines(a.stdout)
}

func findFormat(name string) *format {
	for _, f := range formats {
		if f.name == name {
			return f
		}
	}
	return nil
}

func formatNames() (names []string) {
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}
