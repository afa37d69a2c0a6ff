package suppress

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/lazyregexp"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// content is what a directive says.
type content struct {
	rules    []string // as written; nil for all
	detached bool
	ours     bool
	nolint   bool
	problem  string // why it silences nothing, "" if it does
}

// spaced is one of ours that the space makes a comment like any other.
var spaced = lazyregexp.New(`^//[ \t]+gojoincheck:(?:ignore|detached)\b`)

// parse reads one comment.
func parse(text string) (content, bool) {
	if spaced().MatchString(text) {
		return content{ours: true, problem: "a directive has no space behind the slashes"}, true
	}
	text, ok := strings.CutPrefix(text, "//")
	if !ok {
		return content{}, false
	}
	verb, rest, _ := strings.Cut(strings.ReplaceAll(text, "\t", " "), " ")
	rest, _, _ = strings.Cut(" "+rest, " //")
	rest = strings.TrimSpace(rest)
	switch {
	case strings.HasPrefix(verb, everything+":"):
		return parseOurs(strings.TrimPrefix(verb, everything+":"), rest), true
	case verb == "lint:ignore":
		names, reason, _ := strings.Cut(rest, " ")
		return content{rules: strings.Split(names, ",")}, names != "" && strings.TrimSpace(reason) != ""
	case verb == "nolint", strings.HasPrefix(verb, "nolint//"):
		return content{nolint: true}, true
	case strings.HasPrefix(verb, "nolint:"):
		names, _, _ := strings.Cut(strings.TrimPrefix(verb, "nolint:"), "//")
		return content{nolint: true, rules: strings.Split(names, ",")}, true
	}
	return content{}, false
}

func parseOurs(verb, rest string) content {
	c := content{ours: true}
	switch verb {
	case "detached":
		c.detached = true
		if rest == "" {
			c.problem = "it gives no reason: say why nothing waits for the goroutine"
		}
	case "ignore":
		names, reason, _ := strings.Cut(rest, " ")
		c.rules = strings.Split(names, ",")
		if names == "" {
			c.problem = "it names no rule and gives no reason"
		} else if strings.TrimSpace(reason) == "" {
			c.problem = "it gives no reason: say why the finding may stand"
		}
	default:
		c.problem = fmt.Sprintf("unknown directive %q: it is ignore or detached", verb)
	}
	return c
}

// knownName reports whether findings can be silenced under the name.
func knownName(name string) bool {
	return name == everything || name == "all" ||
		slices.ContainsFunc(rule.All(), func(r *rule.Rule) bool { return r.ID == name || r.Analyzer == name })
}

// closest guesses which name a misspelt one means.
func closest(name string) string {
	var names []string
	for _, r := range rule.All() {
		names = append(names, r.ID)
	}
	return rule.Closest(name, names)
}
