// Package forkmap is the map of a program's forks: where each goroutine is
// started, where it is joined or by whom it is owned, what it shares with
// others, and which lock or join orders that.
//
// It holds plain data and the ways to show it. An analyzer makes a [Fork] of
// what the engine knows and sends it through the go command as the message of a
// diagnostic; [Decode] and [New] put the map together again.
package forkmap

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// A Verdict says what becomes of a fork.
type Verdict string

// The verdicts.
const (
	Joined   Verdict = "joined"
	Owned    Verdict = "owned"
	Partial  Verdict = "partial"
	Daemon   Verdict = "daemon"
	Detached Verdict = "detached"
	Missing  Verdict = "missing"
	Unknown  Verdict = "unknown"
)

// Verdicts lists them all, those first that a reader looks for first.
var Verdicts = []Verdict{Missing, Partial, Unknown, Detached, Daemon, Owned, Joined}

// Means says what a verdict means.
func (v Verdict) Means() string {
	switch v {
	case Joined:
		return "the function that forks it joins it on every path"
	case Owned:
		return "somebody else joins it, or holds what it takes to"
	case Partial:
		return "joined on some paths only, which no rule calls wrong"
	case Daemon:
		return "does not end by itself"
	case Detached:
		return "nothing can join it, or a comment says that nothing should"
	case Missing:
		return "a rule reports that it is not joined, or blocks for ever"
	case Unknown:
		return "cannot be told"
	}
	return ""
}

// A Pos is a place in a source file; Line and Col count from 1, Col in bytes.
type Pos struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Col  int    `json:"col"`
}

// A Map is every fork of the packages asked for.
type Map struct {
	Forks    []Fork    // sorted by position
	Problems []Problem // what is missing from the map, and why
}

// A Problem is a package that could not be analyzed.
type Problem struct {
	Package string `json:"package"`
	Message string `json:"message"`
}

// A Fork is one place that starts goroutines.
type Fork struct {
	Package  string  `json:"package"`
	Function string  `json:"function"` // the declared function around it
	Start    Pos     `json:"start"`    // of that function
	End      Pos     `json:"end"`
	Pos      Pos     `json:"pos"`    // of the fork
	Inside   *Pos    `json:"inside"` // the fork whose goroutine forks this one, if both stand in one function
	Kind     string  `json:"kind"`   // "go statement", "group", "timer", …
	Task     string  `json:"task"`   // the function started, "" if it is out of sight
	TaskPos  *Pos    `json:"taskpos"`
	Times    string  `json:"times"` // how often, in one call of the function: "1", "4", "many"
	Verdict  Verdict `json:"verdict"`
	Reason   string  `json:"reason"` // in words
	Joins    []Join  `json:"joins"`
	Returns  []Pos   `json:"returns"` // where the function returns while it may still run
	Shares   []Share `json:"shares"`
	Findings []Issue `json:"findings"`
}

// A Join is where somebody waits for a goroutine.
type Join struct {
	Pos Pos    `json:"pos"`
	Via *Pos   `json:"via"` // the call in the forking function that gets there, if it is another function
	Op  string `json:"operation"`
	In  string `json:"in"` // the declared function around it
	By  string `json:"by"` // the function on whose behalf, "" if it is the forking one
}

// A Share is a variable that a goroutine and others use.
type Share struct {
	Name  string `json:"name"`
	Decl  *Pos   `json:"decl"`
	Pos   Pos    `json:"pos"` // the goroutine's first use
	Write bool   `json:"write"`
	Race  bool   `json:"race"`  // a rule reports a race
	Order string `json:"order"` // what orders the uses, in words, or what the race is
	At    *Pos   `json:"at"`    // the join or the racing use, if there is one
}

// An Issue is what a rule says of a fork.
type Issue struct {
	Rule     string `json:"rule"`
	Message  string `json:"message"`
	Pos      Pos    `json:"pos"`
	Silenced bool   `json:"silenced"` // by a comment
}

// Encode writes a fork so that Decode can read it.
func (f *Fork) Encode() (string, error) {
	data, err := json.Marshal(f)
	return string(data), err
}

// Decode reads what Encode wrote.
func Decode(message string) (Fork, error) {
	var f Fork
	if err := json.Unmarshal([]byte(message), &f); err != nil {
		return Fork{}, fmt.Errorf("cannot read a fork: %w", err)
	}
	if f.Pos.File == "" || f.Verdict.Means() == "" {
		return Fork{}, errors.New("cannot read a fork: it has no place or no verdict")
	}
	return f, nil
}

// New puts a map together. The go command analyzes a package again with its
// test files, so a fork may come twice: the one of which more is known is kept.
// File names become relative to base where they lie below it.
func New(forks []Fork, problems []Problem, base string) *Map {
	forks = slices.Clone(forks)
	slices.SortStableFunc(forks, compare)
	forks = slices.CompactFunc(forks, func(a, b Fork) bool { return comparePos(a.Pos, b.Pos) == 0 })
	for i := range forks {
		forks[i].eachPos(func(p *Pos) { p.File = Relative(base, p.File) })
	}
	return &Map{Forks: forks, Problems: problems}
}

// Relative names a file from base if it lies below it, with slashes.
func Relative(base, file string) string {
	rel, err := filepath.Rel(base, file)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return filepath.ToSlash(file)
	}
	return filepath.ToSlash(rel)
}

// eachPos visits every position once.
func (f *Fork) eachPos(visit func(*Pos)) {
	clone := func(p **Pos) {
		if *p != nil {
			q := **p
			*p = &q
			visit(&q)
		}
	}
	visit(&f.Start)
	visit(&f.End)
	visit(&f.Pos)
	clone(&f.Inside)
	clone(&f.TaskPos)
	f.Joins, f.Returns = slices.Clone(f.Joins), slices.Clone(f.Returns)
	f.Shares, f.Findings = slices.Clone(f.Shares), slices.Clone(f.Findings)
	for i := range f.Joins {
		visit(&f.Joins[i].Pos)
		clone(&f.Joins[i].Via)
	}
	for i := range f.Returns {
		visit(&f.Returns[i])
	}
	for i := range f.Shares {
		visit(&f.Shares[i].Pos)
		clone(&f.Shares[i].Decl)
		clone(&f.Shares[i].At)
	}
	for i := range f.Findings {
		visit(&f.Findings[i].Pos)
	}
}

func comparePos(a, b Pos) int {
	return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
}

// compare sorts by position; of two that tell of the same fork, the one that
// knows more comes first. It is total: the text decides in the end.
func compare(a, b Fork) int {
	if c := comparePos(a.Pos, b.Pos); c != 0 {
		return c
	}
	known := func(v Verdict) int {
		return slices.Index([]Verdict{Missing, Joined, Owned, Partial, Daemon, Detached, Unknown}, v)
	}
	if c := cmp.Or(cmp.Compare(known(a.Verdict), known(b.Verdict)), cmp.Compare(len(b.Joins), len(a.Joins))); c != 0 {
		return c
	}
	x, _ := a.Encode()
	y, _ := b.Encode()
	return strings.Compare(x, y)
}

// A Count is how many forks have a verdict.
type Count struct {
	Verdict Verdict
	N       int
}

// Counts counts the forks by verdict, without those that have none.
func (m *Map) Counts() []Count {
	var out []Count
	for _, v := range Verdicts {
		n := 0
		for i := range m.Forks {
			if m.Forks[i].Verdict == v {
				n++
			}
		}
		if n > 0 {
			out = append(out, Count{v, n})
		}
	}
	return out
}

// A Function is a declared function and its forks.
type Function struct {
	Package, Name string
	Start, End    Pos
	Forks         []*Fork
}

// Functions groups the forks by the function around them, in the order of the
// source.
func (m *Map) Functions() []Function {
	var out []Function
	for i := range m.Forks {
		f := &m.Forks[i]
		if n := len(out); n == 0 || out[n-1].Start != f.Start || out[n-1].Name != f.Function {
			out = append(out, Function{Package: f.Package, Name: f.Function, Start: f.Start, End: f.End})
		}
		last := &out[len(out)-1]
		last.Forks = append(last.Forks, f)
	}
	return out
}
