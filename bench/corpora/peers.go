package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/finding"
)

// writePrograms writes all programs, for other linters to run on.
func writePrograms(corpora []corpus, dir string) error {
	for _, c := range corpora {
		_, module, err := c.write(dir)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		if module != "" {
			fmt.Println(module)
		}
	}
	return nil
}

// scoreLines counts what another linter printed about the programs. Whatever it
// says there counts, right or wrong: its rules are not ours, so that nobody but
// a reader could tell whether it means the bug.
func scoreLines(corpora []corpus, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "corpora")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	for _, c := range corpora {
		known, _, err := c.write(temp)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		if known != nil {
			fmt.Printf("%s: %v\n", c.name, known.score(readLines(string(text), c), say))
		}
	}
	return nil
}

// reported is a line such as "dir/a.go:3:5: message".
var reported = regexp.MustCompile(`^(?:vet: )?(\S+\.go):(\d+)(?::\d+)*:? (.+)`)

// readLines takes the lines about one corpus for findings of the analyzer that
// counts there. Both corpora have files of the same name, so the directory of
// the corpus must be in the name.
func readLines(text string, c corpus) (out []finding.Finding) {
	for line := range strings.Lines(text) {
		m := reported.FindStringSubmatch(line)
		if m == nil || !strings.Contains(m[1], c.name+"/") {
			continue
		}
		n, err := strconv.Atoi(m[2])
		if err != nil {
			continue
		}
		out = append(out, finding.Finding{Analyzer: c.analyzer, Message: m[3], Pos: finding.Position{File: m[1], Line: n}})
	}
	return out
}
