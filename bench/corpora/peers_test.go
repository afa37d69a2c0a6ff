package main

import (
	"slices"
	"testing"
)

func TestReadLines(t *testing.T) {
	const text = `# goroot-race
vet: /tmp/goroot-race/a.go:3:5: one
/tmp/goroot-race/b.go:7: two (SA2000)
	/tmp/goroot-race/b.go:8:1: a related position
/tmp/goroot-leak/patterns/a.go:9:2: of the other corpus
no position: at all
`
	var got []string
	for _, f := range readLines(text, corpus{name: "goroot-race", analyzer: "closurecapture"}) {
		if f.Analyzer != "closurecapture" {
			t.Errorf("analyzer %q", f.Analyzer)
		}
		got = append(got, f.Pos.String()+" "+f.Message)
	}
	if want := []string{"/tmp/goroot-race/a.go:3 one", "/tmp/goroot-race/b.go:7 two (SA2000)"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
