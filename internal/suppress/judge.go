package suppress

import (
	"fmt"
	"go/ast"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// The rules about directives.
const (
	unused = "unused-suppression"
	wrong  = "bad-suppression"
)

var aboutDirectives = []string{unused, wrong}

// IsAboutDirectives reports whether the rule is about directives themselves.
func IsAboutDirectives(rule string) bool { return slices.Contains(aboutDirectives, rule) }

// A Problem is something wrong with a directive.
type Problem struct {
	Rule    string
	Comment *ast.Comment
	Message string
}

// Judge returns what is wrong with our directives, in the order of the source,
// as far as it is the analyzer's business: each name in a directive belongs to
// one analyzer, so that nothing is said twice, whichever of them run. Whether
// a directive is needed is asked only if every finding of the package is
// known.
func (s *Set) Judge(analyzer string, complete bool) []Problem {
	var problems []Problem
	add := func(d *directive, id, format string, args ...any) {
		p := Problem{Rule: id, Comment: d.comment, Message: fmt.Sprintf(format, args...)}
		if !s.Silences(d.comment.Pos(), analyzer, id) && !slices.Contains(problems, p) {
			problems = append(problems, p)
		}
	}
	for _, d := range s.all {
		switch {
		case !d.judged:
		case d.problem != "":
			if d.owner() == analyzer {
				add(d, wrong, "this comment silences nothing: %s", d.problem)
			}
		case d.detached:
			if owner("") == analyzer && complete && !d.used[""] && !s.starts(d) {
				add(d, unused, "no goroutine is started here that could be detached")
			}
		default:
			for _, name := range d.rules {
				switch {
				case owner(name) != analyzer || IsAboutDirectives(name):
				case !knownName(name):
					add(d, wrong, "unknown rule %q%s", name, hint(name))
				case complete && !d.used[name]:
					add(d, unused, "there is no finding of %s here to silence", name)
				}
			}
		}
	}
	return problems
}

// starts reports whether a goroutine may be started where the directive is. To
// say of one that it is detached is worth while even if nobody would object.
func (s *Set) starts(d *directive) bool {
	file := s.fset.Position(d.comment.Pos()).Filename
	return slices.ContainsFunc(d.lines, func(n int) bool { return s.busy[line{file, n}] })
}

// owner returns the analyzer that judges a directive as a whole.
func (d *directive) owner() string {
	if len(d.rules) > 0 {
		return owner(d.rules[0])
	}
	return owner("")
}

// owner returns the analyzer that judges a name: the one that it belongs to,
// and for names that belong to none or to all, the one that stands for them.
func owner(name string) string {
	for _, r := range rule.All() {
		if r.ID == name || r.Analyzer == name {
			return r.Analyzer
		}
	}
	return rule.Lookup(wrong).Analyzer
}

func hint(name string) string {
	if best := closest(name); best != "" {
		return fmt.Sprintf(": do you mean %q?", best)
	}
	return ""
}
