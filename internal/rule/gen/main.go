// Gen writes docs/rules from the catalog of rules, and removes the pages of
// rules that are gone. Run it at the root of the module:
//
//	go run ./internal/rule/gen
package main

import (
	"flag"
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/rule"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	dir := flag.String("out", filepath.Join("docs", "rules"), "the `directory` to write the pages to")
	flag.Parse()
	if err := write(*dir, rule.Pages()); err != nil {
		log.Fatal(err)
	}
}

// write makes dir hold these pages and no other Markdown file.
func write(dir string, pages []rule.Page) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, p := range pages {
		if err := os.WriteFile(filepath.Join(dir, p.Name), []byte(p.Text), 0o666); err != nil {
			return err
		}
	}
	old, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return err
	}
	for _, file := range old {
		named := func(p rule.Page) bool { return p.Name == filepath.Base(file) }
		if slices.ContainsFunc(pages, named) {
			continue
		}
		if err := os.Remove(file); err != nil {
			return err
		}
	}
	return nil
}
