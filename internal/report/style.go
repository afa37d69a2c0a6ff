package report

import (
	"github.com/fatih/color"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// A style paints parts of the terminal format, or leaves them plain.
type style struct {
	error, warning, note *color.Color // severities
	strong               *color.Color // the message
	frame                *color.Color // line numbers, bars, arrows
	label                *color.Color // secondary spans
	dim                  *color.Color // what matters less
}

func newStyle(colored bool) *style {
	paint := func(attrs ...color.Attribute) *color.Color {
		c := color.New(attrs...)
		// Not left to the library, which looks at the process's own stdout.
		if colored {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c
	}
	return &style{
		error:   paint(color.FgHiRed, color.Bold),
		warning: paint(color.FgHiYellow, color.Bold),
		note:    paint(color.FgHiCyan),
		strong:  paint(color.Bold),
		frame:   paint(color.FgHiBlue, color.Bold),
		label:   paint(color.FgHiBlue),
		dim:     paint(color.Faint),
	}
}

func (s *style) severity(sev rule.Severity) *color.Color {
	switch sev {
	case rule.Error:
		return s.error
	case rule.Warning:
		return s.warning
	}
	return s.note
}
