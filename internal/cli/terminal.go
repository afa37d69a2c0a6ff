package cli

import (
	"os"
	"slices"
	"strings"

	"github.com/fatih/color"
	"github.com/mattn/go-isatty"
)

// The values of -color.
const (
	colorAuto   = "auto"
	colorAlways = "always"
	colorNever  = "never"
)

var colorModes = []string{colorAuto, colorAlways, colorNever}

func isTerminal(f *os.File) bool {
	return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd())
}

// checkColor refuses a value of -color that is none.
func (a *app) checkColor() error {
	if !slices.Contains(colorModes, a.opts.color) {
		return usagef("-color %s: it is one of %s", a.opts.color, strings.Join(colorModes, ", "))
	}
	return nil
}

// wantsColor decides whether text for people is coloured. Left to itself, a
// terminal's is, unless its owner objects: see https://no-color.org.
func (a *app) wantsColor(terminal bool) bool {
	switch a.opts.color {
	case colorAlways:
		return true
	case colorNever:
		return false
	}
	return terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// newHeading returns a function that marks headings, if wanted.
func newHeading(colored bool) func(a ...any) string {
	c := color.New(color.Bold)
	if colored {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	return c.SprintFunc()
}
