package cli

import (
	"os"

	"github.com/fatih/color"
	"github.com/mattn/go-isatty"
)

func isTerminal(f *os.File) bool {
	return isatty.IsTerminal(f.Fd()) || isatty.IsCygwinTerminal(f.Fd())
}

// wantsColor is asked about a terminal only. See https://no-color.org.
func wantsColor() bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
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
