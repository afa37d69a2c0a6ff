package cli

import (
	"io"

	"github.com/gojoincheck/gojoincheck/internal/report"
)

// A format is a way to write the findings.
type format struct {
	name      string
	forPeople bool // a program that reads it does not need a document each time
	write     func(*app, *report.Report, output) error
}

// An output is where a report goes.
type output struct {
	io.Writer
	terminal bool
}

// formats lists them in the order in which the help does.
var formats = []*format{
	{"text", true, writeText},
	{"lines", true, func(_ *app, r *report.Report, out output) error { return r.Lines(out) }},
	{"full", true, writeFull},
	machine("json", (*report.Report).JSON),
	machine("sarif", (*report.Report).SARIF),
	machine("github", (*report.Report).GitHub),
	machine("gitlab", (*report.Report).GitLab),
	machine("checkstyle", (*report.Report).Checkstyle),
	machine("junit", (*report.Report).JUnit),
}

// machine is a format that programs read.
func machine(name string, write func(*report.Report, io.Writer) error) *format {
	return &format{name, false, func(_ *app, r *report.Report, out output) error { return write(r, out) }}
}

// writeText chooses between the two formats for people.
func writeText(a *app, r *report.Report, out output) error {
	if out.terminal || a.opts.color == colorAlways {
		return writeFull(a, r, out)
	}
	return r.Lines(out)
}

func writeFull(a *app, r *report.Report, out output) error {
	return r.Terminal(out, report.TerminalOptions{Color: a.wantsColor(out.terminal)})
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
