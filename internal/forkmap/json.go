package forkmap

import (
	"encoding/json"
	"io"
)

// Version is the version of the JSON format. It changes when a field goes or
// changes its meaning; new fields do not change it.
const Version = 1

// JSON writes the map as one document.
func (m *Map) JSON(w io.Writer) error {
	type counts map[Verdict]int // the encoder sorts its keys
	doc := struct {
		Version  int       `json:"version"`
		Counts   counts    `json:"counts"`
		Forks    []Fork    `json:"forks"`
		Problems []Problem `json:"problems"`
	}{Version, counts{}, []Fork{}, []Problem{}}
	for _, c := range m.Counts() {
		doc.Counts[c.Verdict] = c.N
	}
	for _, f := range m.Forks {
		f.Joins, f.Returns = list(f.Joins), list(f.Returns)
		f.Shares, f.Findings = list(f.Shares), list(f.Findings)
		doc.Forks = append(doc.Forks, f)
	}
	doc.Problems = append(doc.Problems, m.Problems...)
	enc := json.NewEncoder(w)
	enc.SetIndent("", "\t")
	return enc.Encode(doc)
}

// list makes an empty list of none, so that readers find a list each time.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
