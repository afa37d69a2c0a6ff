// Package baseline keeps the findings that a project has decided to live with
// for now, so that only what is new fails its build. A finding is recognized
// by its fingerprint, which survives that lines move.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/atomicfile"
	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/fingerprint"
)

// DefaultName is the name of the file if nobody chooses another.
const DefaultName = ".gojoincheck-baseline.json"

// version is that of the file's format. The algorithm of the fingerprints is
// part of it.
const version = 1

// An Entry is one finding. All but the fingerprint is for people.
type Entry struct {
	Fingerprint string `json:"fingerprint"`
	Rule        string `json:"rule"`
	File        string `json:"file"` // relative to the baseline's directory, with slashes
	Message     string `json:"message"`
}

// A Baseline is the content of the file of that name.
type Baseline struct {
	Name    string // absolute
	Entries []Entry
}

type format struct {
	Version  int     `json:"version"`
	Findings []Entry `json:"findings"`
}

// New returns an empty baseline, to be written under the name.
func New(name string) (*Baseline, error) {
	name, err := filepath.Abs(name)
	return &Baseline{Name: name}, err
}

// Read reads a baseline file.
func Read(name string) (*Baseline, error) {
	b, err := New(name)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no baseline %s: --write-baseline writes one: %w", name, fs.ErrNotExist)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the baseline: %w", err)
	}
	var f format
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	switch err := dec.Decode(&f); {
	case err != nil:
		return nil, fmt.Errorf("cannot decode the baseline %s (line %d): %w", name, lineOf(data, err), err)
	case f.Version != version:
		return nil, fmt.Errorf("the baseline %s has version %d of the format, not %d: write it anew with --write-baseline", name, f.Version, version)
	case dec.More():
		return nil, fmt.Errorf("the baseline %s goes on after its end", name)
	}
	b.Entries = f.Findings
	return b, nil
}

// lineOf returns the line of a decoding error: the first if it has no place,
// the last if more was expected.
func lineOf(data []byte, err error) int {
	var syntax *json.SyntaxError
	var mismatch *json.UnmarshalTypeError
	var offset int64
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		offset = int64(len(data))
	case errors.As(err, &syntax):
		offset = syntax.Offset
	case errors.As(err, &mismatch):
		offset = mismatch.Offset
	}
	return 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n"))
}

// Of returns the entries of findings, in their order.
func (b *Baseline) Of(fs []finding.Finding, source fingerprint.Source) []Entry {
	prints := fingerprint.All(fs, b.relative, source)
	entries := make([]Entry, len(fs))
	for i := range fs {
		entries[i] = Entry{prints[i], fs[i].Rule, b.relative(fs[i].Pos.File), fingerprint.WithoutLines(fs[i].Message)}
	}
	return entries
}

// relative names a file as entries do.
func (b *Baseline) relative(file string) string {
	if rel, err := filepath.Rel(filepath.Dir(b.Name), file); err == nil {
		file = rel
	}
	return filepath.ToSlash(file)
}

// File returns the file that an entry is about.
func (b *Baseline) File(e Entry) string {
	file := filepath.FromSlash(e.File)
	if filepath.IsAbs(file) {
		return file
	}
	return filepath.Join(filepath.Dir(b.Name), file)
}

// Match separates findings into those that are not in the baseline, and
// returns with them the entries that no finding has.
func (b *Baseline) Match(fs []finding.Finding, source fingerprint.Source) (fresh []finding.Finding, unmatched []Entry) {
	known := make(map[string]bool)
	for _, e := range b.Entries {
		known[e.Fingerprint] = true
	}
	found := make(map[string]bool)
	for i, e := range b.Of(fs, source) {
		found[e.Fingerprint] = true
		if !known[e.Fingerprint] {
			fresh = append(fresh, fs[i])
		}
	}
	for _, e := range b.Entries {
		if !found[e.Fingerprint] {
			unmatched = append(unmatched, e)
		}
	}
	return fresh, unmatched
}

// Write writes the baseline, sorted and each entry once.
func (b *Baseline) Write() error {
	f := format{Version: version, Findings: slices.Clone(b.Entries)}
	slices.SortFunc(f.Findings, func(x, y Entry) int {
		return cmp.Or(strings.Compare(x.File, y.File), strings.Compare(x.Rule, y.Rule),
			strings.Compare(x.Message, y.Message), strings.Compare(x.Fingerprint, y.Fingerprint))
	})
	f.Findings = slices.CompactFunc(f.Findings, func(x, y Entry) bool { return x.Fingerprint == y.Fingerprint })
	if f.Findings == nil {
		f.Findings = []Entry{}
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	if err := enc.Encode(f); err != nil {
		return err
	}
	if err := atomicfile.Write(b.Name, text.Bytes()); err != nil {
		return fmt.Errorf("cannot write the baseline: %w", err)
	}
	return nil
}
