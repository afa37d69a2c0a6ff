package drivers

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gojoincheck/gojoincheck/internal/testutil"
)

// shown is a block of a page that shows what the linter prints about a program
// of the repository: all or a part of it, in the form for people or in lines.
var shown = regexp.MustCompile("(?s)<!-- (output|lines): (\\S+) -->\n```\n(.*?)```\n")

// TestShownOutput runs the linter on the programs that the pages show, and
// compares.
func TestShownOutput(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the go command")
	}
	root, err := testutil.Root()
	if err != nil {
		t.Fatal(err)
	}
	tool := build(t, "cmd/gojoincheck")
	checked := 0
	for _, page := range []string{"README.md", "docs/reading.md"} {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(page)))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range shown.FindAllStringSubmatch(strings.ReplaceAll(string(text), "\r\n", "\n"), -1) {
			checked++
			format := map[string]string{"output": "full", "lines": "lines"}[m[1]]
			res := run(t, filepath.Join(root, filepath.FromSlash(m[2])), nil, tool, "-format", format, "./...")
			want := strings.TrimPrefix(m[3], "$ gojoincheck ./...\n")
			if !strings.Contains(res.stdout, want) {
				t.Errorf("%s shows\n%s\nand the linter prints\n%s%s", page, want, res.stdout, res.stderr)
			}
		}
	}
	if checked < 3 {
		t.Errorf("only %d blocks were compared", checked)
	}
}
