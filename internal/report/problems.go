package report

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// WriteProblems writes what kept the linter from its job, for people, each
// message under the name of the program. Errors of the compiler keep the form
// in which editors recognize them.
func (r *Report) WriteProblems(w io.Writer, program string) error {
	var b bytes.Buffer
	announced := ""
	for _, p := range r.Problems {
		if p.Kind == finding.Build && p.Package != announced {
			announced = p.Package
			fmt.Fprintf(&b, "%s: %s does not compile:\n", program, p.Package)
		}
		fmt.Fprintln(&b, r.problem(p, program))
	}
	_, err := w.Write(b.Bytes())
	return err
}

func (r *Report) problem(p finding.Problem, program string) string {
	msg := p.Message
	switch {
	case p.Pos.IsValid():
		return r.place(p.Pos) + ": " + msg
	case p.Kind == finding.Build:
		return msg // below the line that names the package
	case p.Kind == finding.Analysis:
		msg += " (a bug of " + program + ": please report it)"
	}
	if p.Package != "" && !strings.HasPrefix(msg, p.Package) {
		msg = p.Package + ": " + msg
	}
	return program + ": " + msg
}
