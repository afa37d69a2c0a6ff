// Package edit applies fixes to the text of files: it chooses fixes that go
// together, changes the text, shows the change as a diff, and writes files.
package edit

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// A Text is the text of files by name.
type Text interface {
	Read(name string) ([]byte, error)
}

// Choose goes through the findings in their order and chooses those whose fix
// goes together with what is chosen before: two fixes do when they are the
// same, or when no edit of one touches an edit of the other. The rest has to
// wait until the chosen ones are applied, because their edits may mean
// something else then.
func Choose(fs []finding.Finding) (chosen []finding.Finding) {
	byFile := map[string][]finding.Edit{}
	for _, f := range fs {
		if len(f.Fixes) == 0 {
			continue
		}
		fix := f.Fixes[0] // the others are alternatives
		same := slices.ContainsFunc(chosen, func(c finding.Finding) bool { return slices.Equal(c.Fixes[0].Edits, fix.Edits) })
		if !same && slices.ContainsFunc(fix.Edits, func(e finding.Edit) bool { return touches(e, byFile[e.File]) }) {
			continue
		}
		chosen = append(chosen, f)
		for _, e := range fix.Edits {
			if !same {
				byFile[e.File] = append(byFile[e.File], e)
			}
		}
	}
	return chosen
}

func touches(e finding.Edit, others []finding.Edit) bool {
	return slices.ContainsFunc(others, func(o finding.Edit) bool { return e.Start <= o.End && o.Start <= e.End })
}

// Apply returns the new texts of the files that the fixes of the findings, as
// [Choose] has chosen them, change. A file that was formatted as gofmt does is
// so again. It is an error when a fix does not belong to the text of a file,
// or would change a file that is generated.
func Apply(text Text, chosen []finding.Finding) (map[string][]byte, error) {
	edits := map[string][]finding.Edit{}
	for _, f := range chosen {
		for _, e := range f.Fixes[0].Edits {
			if !slices.Contains(edits[e.File], e) { // of the same fix of another finding
				edits[e.File] = append(edits[e.File], e)
			}
		}
	}
	out := map[string][]byte{}
	for name, list := range edits {
		old, err := text.Read(name)
		if err != nil {
			return nil, err
		}
		if out[name], err = applyTo(name, old, list); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func applyTo(name string, old []byte, edits []finding.Edit) ([]byte, error) {
	file, err := parser.ParseFile(token.NewFileSet(), name, old, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		return nil, fmt.Errorf("cannot fix a file that does not parse: %w", err)
	}
	if ast.IsGenerated(file) {
		return nil, fmt.Errorf("%s: cannot fix a generated file", name)
	}
	slices.SortStableFunc(edits, func(a, b finding.Edit) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	var b bytes.Buffer
	last := 0
	for _, e := range edits {
		if e.Start < last || e.End < e.Start || e.End > len(old) {
			return nil, fmt.Errorf("%s: a fix does not belong to what the file says", name)
		}
		b.Write(old[last:e.Start])
		b.WriteString(e.New)
		last = e.End
	}
	b.Write(old[last:])
	formatted, err := format.Source(b.Bytes())
	if err != nil {
		return nil, fmt.Errorf("%s: a fix breaks the syntax: %w", name, err)
	}
	if was, err := format.Source(old); err == nil && bytes.Equal(was, old) {
		return formatted, nil
	}
	return b.Bytes(), nil
}

// Diff returns the change of a file as a unified diff, such as patch -p1 and
// git apply read; it is empty when there is none. The name uses slashes.
func Diff(name string, old, new []byte) []byte {
	name = filepath.ToSlash(name)
	d := diff.Diff("a/"+name, old, "b/"+name, new)
	// The first line repeats the names, and is no part of the format.
	if _, rest, ok := strings.Cut(string(d), "\n"); ok {
		return []byte(rest)
	}
	return d
}
