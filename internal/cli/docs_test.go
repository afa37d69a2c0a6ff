package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/urfave/cli/v3"

	"github.com/gojoincheck/gojoincheck"
	"github.com/gojoincheck/gojoincheck/internal/rule"
)

// called is the linter's command in a line of a page, by whatever way it is
// started, with what follows.
var called = regexp.MustCompile("(?:^|[\\s`])(?:\\./)?(?:\\S+/cmd/)?gojoincheck(?:@\\S+)?((?: [^`|#\\n]*)?)")

// TestDocumentedFlags: every flag that the documentation gives the command
// exists, and so do the flags that it names alone.
func TestDocumentedFlags(t *testing.T) {
	a := &app{analyzers: gojoincheck.Analyzers(), rules: rule.All(), stdout: os.Stdout, stderr: os.Stderr}
	known := map[string]bool{"h": true, "help": true, "version": true}
	var visit func(*cli.Command)
	visit = func(c *cli.Command) {
		for _, f := range c.Flags {
			for _, name := range f.Names() {
				known[name] = true
			}
		}
		for _, sub := range c.Commands {
			visit(sub)
		}
	}
	visit(a.rootCommand())
	flag := regexp.MustCompile(`(?:^| )--?([A-Za-z][A-Za-z-]*)`)
	checked := 0
	for name, text := range documentation(t) {
		for line := range strings.Lines(text) {
			if strings.Contains(line, "vettool") || strings.Contains(line, "fixtool") || strings.Contains(line, "go install") || strings.Contains(line, "go get") || strings.Contains(line, "go build") {
				continue // flags of the go command
			}
			for _, c := range called.FindAllStringSubmatch(line, -1) {
				for _, f := range flag.FindAllStringSubmatch(c[1], -1) {
					checked++
					if !known[f[1]] {
						t.Errorf("%s: there is no flag -%s: %s", name, f[1], line)
					}
				}
			}
		}
	}
	if checked < 30 {
		t.Errorf("only %d flags were found", checked)
	}
}

func documentation(t *testing.T) map[string]string {
	t.Helper()
	pages := map[string]string{}
	for _, root := range []string{"../../README.md", "../../CONTRIBUTING.md", "../../docs"} {
		err := filepath.WalkDir(root, func(name string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(name) != ".md" {
				return err
			}
			text, err := os.ReadFile(name)
			pages[filepath.ToSlash(name)] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return pages
}
