package sarifschema

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestGoldenFiles validates what package report writes, which its own tests
// hold equal to the golden files.
func TestGoldenFiles(t *testing.T) {
	schema := compile(t)
	files, err := filepath.Glob("../testdata/*.sarif")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(schema, string(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		// The library refuses what its own model of the standard does not have.
		if _, err := sarif.FromBytes(text, sarif.WithStrictValidation()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSchemaRejects shows that the schema is read and applied.
func TestSchemaRejects(t *testing.T) {
	schema := compile(t)
	text, err := os.ReadFile("../testdata/report.sarif")
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{
		{`"2.1.0"`, `"2.0.0"`},
		{`"level": "error"`, `"level": "fatal"`},
		{`"columnKind"`, `"columnkind"`},
		{`"startLine": 9`, `"startLine": 0`},
	} {
		broken := strings.Replace(string(text), change[0], change[1], 1)
		if broken == string(text) {
			t.Errorf("no %s in the golden file", change[0])
		} else if validate(schema, broken) == nil {
			t.Errorf("%s instead of %s is accepted", change[1], change[0])
		}
	}
}

func validate(schema *jsonschema.Schema, text string) error {
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		return err
	}
	return schema.Validate(doc)
}

// compile takes the standard's schema out of the library, which keeps it in an
// unexported constant.
func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	out, err := exec.Command("go", "list", "-f", "{{.Dir}}", "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif").Output()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(strings.TrimSpace(string(out)), "schema.go"), nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var text string
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && text == "" {
			text, err = strconv.Unquote(lit.Value)
		}
		return true
	})
	if err != nil || text == "" {
		t.Fatalf("no schema in the library: %v", err)
	}
	doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("sarif.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("sarif.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
