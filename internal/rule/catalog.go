package rule

import (
	"embed"
	"io/fs"
	"path"
	"slices"
)

// catalog holds every rule; its order does not matter.
var catalog = slices.Concat(
	by("missingjoin", missingjoinRules),
	by("closurecapture", closurecaptureRules),
	by("goroutineleak", goroutineleakRules),
)

// files holds the prose and the examples: catalog/<id>/doc.md, bad.go.txt and
// good.go.txt. They are files of their own, and not string constants, so that
// Markdown and Go can be read and edited as what they are; .txt keeps the go
// command from building them as part of this package.
//
//go:embed catalog
var files embed.FS

// by tells which analyzer reports the rules, and where their texts are.
func by(analyzer string, rules []*Rule) []*Rule {
	for _, r := range rules {
		r.Analyzer = analyzer
		texts, err := fs.Sub(files, path.Join("catalog", r.ID))
		if err != nil {
			panic(err) // the identifier is no name of a folder
		}
		r.Texts = texts
	}
	return rules
}
