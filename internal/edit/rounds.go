package edit

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// A State is what is known of the code at some point: the findings in it, and
// what kept the linter from packages.
type State struct {
	Findings []finding.Finding
	Problems []finding.Problem
}

// A Session mends findings in rounds. After each it looks at the code again,
// for fixes that could not be applied together with others, and to be sure: a
// fix that does not mend, that gives rise to another finding, or after which
// something does not compile, is taken back and not tried again. No file is
// written.
type Session struct {
	// Look analyzes the code with new texts of some files.
	Look func(texts map[string][]byte) (State, error)
	// Fixable returns those of the findings whose fix may be applied.
	Fixable func([]finding.Finding) []finding.Finding
	// Once forbids to mend what is found only after a first round.
	Once bool

	Mended int               // the findings mended
	Texts  map[string][]byte // the new texts of the files changed
	Old    map[string][]byte // the texts of the files read

	blocked map[key]bool
	single  bool // one fix a round: all at once went wrong
}

// A key names what is blocked when a fix goes wrong. It does not name a line,
// for that changes.
type key struct{ file, rule string }

func keyOf(f finding.Finding) key { return key{f.Fixes[0].Edits[0].File, f.Rule} }

// maxRounds bounds the work. Each round mends something or blocks something.
const maxRounds = 25

// Mend mends what it can, and returns the state that it comes to. The texts
// are in s.Texts.
func (s *Session) Mend(state State) (State, error) {
	s.Texts, s.Old, s.blocked = map[string][]byte{}, map[string][]byte{}, map[key]bool{}
	for range maxRounds {
		chosen := s.choose(state)
		if len(chosen) == 0 {
			break
		}
		texts, err := Apply(s, chosen)
		if err != nil {
			s.block(chosen)
			continue
		}
		all := maps.Clone(s.Texts)
		maps.Copy(all, texts)
		next, err := s.Look(all)
		if err != nil {
			return state, err
		}
		if breaks(state, next) || worsens(state, next, chosen) {
			s.block(chosen)
			continue
		}
		if useless := unmended(state, next, chosen); len(useless) > 0 {
			for _, k := range useless {
				s.blocked[k] = true
			}
			continue
		}
		s.Texts, state = all, next
		s.Mended += len(chosen)
		if s.Once {
			break
		}
	}
	maps.DeleteFunc(s.Texts, func(name string, text []byte) bool { return bytes.Equal(text, s.Old[name]) })
	return state, nil
}

// Read returns the text of a file as far as it is mended.
func (s *Session) Read(name string) ([]byte, error) {
	if text, ok := s.Texts[name]; ok {
		return text, nil
	}
	text, err := os.ReadFile(name)
	if err == nil {
		s.Old[name] = text
	}
	return text, err
}

func (s *Session) choose(state State) []finding.Finding {
	fixable := slices.DeleteFunc(s.Fixable(slices.Clone(state.Findings)), func(f finding.Finding) bool {
		return len(f.Fixes) == 0 || len(f.Fixes[0].Edits) == 0 || s.blocked[keyOf(f)]
	})
	chosen := Choose(fixable)
	if s.single && len(chosen) > 1 {
		return chosen[:1]
	}
	return chosen
}

// block is for a round that went wrong: a single fix is to blame, of many one
// has to find out which.
func (s *Session) block(chosen []finding.Finding) {
	if len(chosen) == 1 {
		s.blocked[keyOf(chosen[0])] = true
	}
	s.single = true
}

// breaks reports whether there is a problem that was not there before.
func breaks(before, after State) bool {
	known := func(p finding.Problem) bool {
		return slices.ContainsFunc(before.Problems, func(q finding.Problem) bool { return p.Kind == q.Kind && p.Package == q.Package })
	}
	return slices.ContainsFunc(after.Problems, func(p finding.Problem) bool { return !known(p) })
}

// worsens reports whether a rule finds more than before in the files with the
// findings: a join that is added must not be one that waits for ever.
func worsens(before, after State, chosen []finding.Finding) bool {
	files := map[string]bool{}
	for _, f := range chosen {
		files[f.Pos.File] = true
	}
	counts := map[key]int{}
	for _, f := range before.Findings {
		counts[key{f.Pos.File, f.Rule}]++
	}
	for _, f := range after.Findings {
		k := key{f.Pos.File, f.Rule}
		counts[k]--
		if counts[k] < 0 && files[f.Pos.File] && f.Severity != rule.Note {
			return true
		}
	}
	return false
}

// unmended returns the files and rules of which there are not fewer findings
// than before, sorted.
func unmended(before, after State, chosen []finding.Finding) (keys []key) {
	count := func(s State, k key) (n int) {
		for _, f := range s.Findings {
			if f.Rule == k.rule && f.Pos.File == k.file {
				n++
			}
		}
		return n
	}
	for _, f := range chosen {
		// A finding in one file may be mended in another.
		at := key{f.Pos.File, f.Rule}
		if count(after, at) >= count(before, at) {
			keys = append(keys, keyOf(f))
		}
	}
	slices.SortFunc(keys, func(a, b key) int { return strings.Compare(a.file+"\x00"+a.rule, b.file+"\x00"+b.rule) })
	return slices.Compact(keys)
}
