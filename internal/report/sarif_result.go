package report

import (
	"fmt"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
	"github.com/gojoincheck/gojoincheck/internal/fingerprint"
)

func (s *sarif) result(f *finding.Finding, print string) sarifResult {
	if _, ok := s.index[f.Rule]; !ok {
		s.addUndeclared(f)
	}
	out := sarifResult{
		RuleID:       f.Rule,
		RuleIndex:    s.index[f.Rule],
		Level:        f.Severity.String(),
		Message:      sarifText{Text: linked(f)},
		Locations:    []sarifLocation{s.location(f.Pos, f.End)},
		Fingerprints: s.fingerprints(f, print),
	}
	if len(f.Related) > 0 {
		out.CodeFlows = s.codeFlows(f)
	}
	for i, rel := range f.Related {
		loc := s.location(rel.Pos, rel.End)
		loc.ID, loc.Message = i+1, &sarifText{Text: rel.Message}
		out.Related = append(out.Related, loc)
	}
	for _, fix := range f.Fixes {
		if sf, ok := s.fix(fix); ok {
			out.Fixes = append(out.Fixes, sf)
		}
	}
	return out
}

// linked is the message with a link to each related position: GitHub shows
// only those that the message links to.
func linked(f *finding.Finding) string {
	msg := oneLine(f.Message)
	if len(f.Related) == 0 {
		return stopped(msg)
	}
	escape := strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`)
	links := make([]string, len(f.Related))
	for i, rel := range f.Related {
		links[i] = fmt.Sprintf("[%s](%d)", escape.Replace(oneLine(rel.Message)), i+1)
	}
	return stopped(msg) + " See: " + strings.Join(links, ", ") + "."
}

// fingerprints are ours, and GitHub's if the source is at hand.
func (s *sarif) fingerprints(f *finding.Finding, print string) map[string]string {
	prints := map[string]string{fingerprint.Key: print}
	hashes, ok := s.hashes[f.Pos.File]
	if !ok {
		hashes = fingerprint.LineHashes(s.sources.file(f.Pos.File).data)
		s.hashes[f.Pos.File] = hashes
	}
	if n := f.Pos.Line; n >= 1 && n <= len(hashes) {
		prints[fingerprint.LineHashKey] = hashes[n-1]
	}
	return prints
}

// codeFlows tells the proof as a story: the fork, the place that the finding
// is about, and then what else proves it.
func (s *sarif) codeFlows(f *finding.Finding) []sarifCodeFlow {
	step := func(pos, end finding.Position, msg string) sarifFlowStep {
		loc := s.location(pos, end)
		loc.Message = &sarifText{Text: oneLine(msg)}
		return sarifFlowStep{loc}
	}
	var before, after []sarifFlowStep
	for _, rel := range f.Related {
		st := step(rel.Pos, rel.End, rel.Message)
		if rel.Message == finding.ForkLabel && len(before) == 0 {
			before = append(before, st)
		} else {
			after = append(after, st)
		}
	}
	flow := append(before, step(f.Pos, f.End, f.Message))
	return []sarifCodeFlow{{[]sarifThreadFlow{{append(flow, after...)}}}}
}

func (s *sarif) location(pos, end finding.Position) sarifLocation {
	var loc sarifLocation
	loc.Physical.Artifact = s.artifact(pos.File)
	if pos.Line > 0 {
		r := s.sources.region(pos, end)
		loc.Physical.Region = &sarifRegion{StartLine: r.line}
		if r.from > 0 {
			*loc.Physical.Region = sarifRegion{r.line, r.from, r.line, r.to}
		}
	}
	return loc
}

func (s *sarif) artifact(file string) sarifArtifact {
	uri, relative := s.uri(file)
	if !relative {
		return sarifArtifact{URI: uri}
	}
	return sarifArtifact{uri, sourceRoot}
}

// fix renders a fix, its edits gathered by file in the order of first mention.
// Without the source, offsets have no lines, and there is nothing to render.
func (s *sarif) fix(fix finding.Fix) (sarifFix, bool) {
	out := sarifFix{Description: sarifText{Text: fix.Message}}
	at := map[string]int{}
	for _, e := range fix.Edits {
		file := s.sources.file(e.File)
		line, col, ok := file.at(e.Start)
		endLine, endCol, ok2 := file.at(e.End)
		if !ok || !ok2 || e.End < e.Start {
			return sarifFix{}, false
		}
		i, seen := at[e.File]
		if !seen {
			i = len(out.Changes)
			at[e.File] = i
			out.Changes = append(out.Changes, sarifChange{Artifact: s.artifact(e.File)})
		}
		rep := sarifReplacement{Deleted: sarifRegion{line, col, endLine, endCol}}
		if e.New != "" {
			rep.Inserted = &sarifText{Text: e.New}
		}
		out.Changes[i].Replacements = append(out.Changes[i].Replacements, rep)
	}
	return out, len(out.Changes) > 0
}
