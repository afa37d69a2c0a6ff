package rule

import (
	"embed"
	"path"
	"slices"
)

// catalog holds every rule; its order does not matter.
var catalog = slices.Concat(
	load("missingjoin", missingjoinRules),
	load("closurecapture", closurecaptureRules),
	load("goroutineleak", goroutineleakRules),
)

// files holds the prose and the examples: catalog/<id>/doc.md, bad.go.txt and
// good.go.txt. They are files of their own, and not string constants, so that
// Markdown and Go can be read and edited as what they are; .txt keeps the go
// command from building them as part of this package.
//
//go:embed catalog
var files embed.FS

// load completes the rules of one analyzer with their prose and examples.
func load(analyzer string, rules []*Rule) []*Rule {
	for _, r := range rules {
		r.Analyzer = analyzer
		r.Doc = read(r.ID, "doc.md")
		r.Bad = read(r.ID, "bad.go.txt")
		r.Good = read(r.ID, "good.go.txt")
	}
	return rules
}

// read returns a file of the rule's folder. The files are compiled in, so a
// missing one is a mistake in the catalog that no user can ever meet.
func read(id, name string) string {
	data, err := files.ReadFile(path.Join("catalog", id, name))
	if err != nil {
		panic(err)
	}
	return string(data)
}
