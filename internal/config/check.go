package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/gojoincheck/gojoincheck/internal/rule"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// A checker looks for values that decode and mean nothing.
type checker struct {
	config *Config
	root   ast.Node
	names  []string // what may stand where a rule is named
	errs   []*ParseError
}

// check returns all mistakes, in the order of the file.
func (c *Config) check(tree *ast.File, rules []*rule.Rule) error {
	k := &checker{config: c, names: ruleNames(rules)}
	for _, doc := range tree.Docs {
		if doc.Body != nil {
			k.root = doc.Body
			break
		}
	}
	k.rules()
	k.paths()
	k.words()
	k.primitives()
	slices.SortStableFunc(k.errs, func(a, b *ParseError) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), strings.Compare(a.Message, b.Message))
	})
	var all []error
	for _, e := range k.errs {
		all = append(all, e)
	}
	return errors.Join(all...)
}

// ruleNames lists the names that a config may call rules by.
func ruleNames(rules []*rule.Rule) []string {
	names := []string{All}
	for _, r := range rules {
		names = append(names, r.ID, r.Analyzer)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// report adds a mistake at the key or the value that the steps lead to.
func (k *checker) report(value bool, steps []any, format string, args ...any) {
	key, val := lookup(k.root, steps)
	tok := key
	if value && val != nil {
		tok = val
	}
	k.errs = append(k.errs, at(k.config.File, tok, format, args...))
}

func (k *checker) rules() {
	for name, level := range k.config.Rules {
		if !slices.Contains(k.names, name) {
			k.report(false, []any{"rules", name}, "unknown rule %q%s", name, hint(name, k.names))
		}
		if !slices.Contains(Levels, level) {
			k.report(true, []any{"rules", name}, "unknown level %q: it is one of %s", level, join(Levels))
		}
	}
	for i, e := range k.config.Exclude {
		for j, name := range e.Rules {
			if !slices.Contains(k.names, name) {
				k.report(true, []any{"exclude", i, "rules", j}, "unknown rule %q%s", name, hint(name, k.names))
			}
		}
	}
}

func (k *checker) paths() {
	for i, p := range k.config.Include {
		k.pattern(p, "include", i)
	}
	for i, e := range k.config.Exclude {
		if _, val := lookup(k.root, []any{"exclude", i, "path"}); val != nil {
			k.pattern(e.Path, "exclude", i, "path")
		} else {
			k.pattern(e.Path, "exclude", i)
		}
	}
}

func (k *checker) pattern(p string, steps ...any) {
	switch {
	case p == "":
		k.report(true, steps, "an empty pattern: name a file or a directory, as in \"third_party\" or \"**/*_gen.go\"")
	case strings.HasPrefix(p, "/") || strings.Contains(p, "\\"):
		k.report(true, steps, "pattern %q: paths are relative, with slashes", p)
	case p == ".." || strings.HasPrefix(p, "../"):
		k.report(true, steps, "pattern %q leads out of the tree", p)
	case !doublestar.ValidatePattern(p):
		k.report(true, steps, "pattern %q is malformed", p)
	}
}

func (k *checker) words() {
	if f := k.config.FailOn; f != "" {
		if _, ok := ParseSeverity(f); !ok {
			k.report(true, []any{"fail-on"}, "unknown severity %q: it is one of error, warning, note", f)
		}
	}
}

func (k *checker) primitives() {
	for name, action := range k.config.Primitives {
		_, _, err := syncmodel.ParseRow(name, action)
		var wrong *syncmodel.ActionError
		if err != nil {
			k.report(errors.As(err, &wrong), []any{"primitives", name}, "%v", err)
		}
	}
}

// hint guesses what a misspelt name means.
func hint(name string, names []string) string {
	if best := rule.Closest(name, names); best != "" {
		return fmt.Sprintf(": do you mean %q?", best)
	}
	return ": 'gojoincheck rules' lists them"
}

func join(levels []Level) string {
	words := make([]string, len(levels))
	for i, l := range levels {
		words[i] = string(l)
	}
	return strings.Join(words, ", ")
}

// lookup follows keys and indices through the tree. It returns the token of
// the last key and that of the value, or of the deepest that it came to.
func lookup(n ast.Node, steps []any) (key, value *token.Token) {
	for _, step := range steps {
		found := false
		switch step := step.(type) {
		case string:
			for _, kv := range entries(n) {
				if kv.Key.GetToken().Value == step {
					key, n, found = kv.Key.GetToken(), kv.Value, true
					break
				}
			}
		case int:
			if seq, ok := unwrap(n).(*ast.SequenceNode); ok && step < len(seq.Values) {
				n, found = seq.Values[step], true
				key = n.GetToken()
			}
		}
		if !found {
			return key, nil
		}
	}
	if n = unwrap(n); n != nil {
		value = n.GetToken()
		if m, ok := n.(*ast.MappingNode); ok && len(m.Values) > 0 {
			value = m.Values[0].Key.GetToken()
		}
	}
	return key, value
}

func entries(n ast.Node) []*ast.MappingValueNode {
	switch n := unwrap(n).(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

// unwrap looks through anchors and tags.
func unwrap(n ast.Node) ast.Node {
	for {
		switch w := n.(type) {
		case *ast.AnchorNode:
			n = w.Value
		case *ast.TagNode:
			n = w.Value
		default:
			return n
		}
	}
}
