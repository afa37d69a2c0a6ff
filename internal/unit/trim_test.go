package unit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// parseText parses one file.
func parseText(t *testing.T, text string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "a.go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestTrim(t *testing.T) {
	tests := []struct {
		name, text string
		want       string // functions whose bodies are kept, and imports; empty if nothing can be told
	}{
		{"nothing", `package p
			func F() {}`, ""},
		{"a fork that no exported function mentions", `package p
			func run() { go func() {}() }`, ""},
		{"who mentions a fork, and what that mentions", `package p
			func F() { run() }
			func run() { go work() }
			func work() { helper() }
			func helper() {}
			func G() { other() }
			func other() {}`, "F run work helper"},
		{"a method by its name alone", `package p
			func (t T) start() { go work() }
			func F(t T) { t.start() }
			func G(t T) { _ = start }
			func H(t T) { t.work() }
			func (t T) work() {}
			func work() {}
			type T struct{}`, "start F work"},
		{"owners: methods and constructors", `package p
			type T struct{}
			func New() (*T, error) { return nil, nil }
			func (t *T) Start() { go work() }
			func (t *T) Close() error { return nil }
			func (t *T) private() {}
			func Names() []string { return nil }
			func work() {}`, "New Start Close work"},
		{"joins, too", `package p
			import "sync"
			type G struct { wg sync.WaitGroup }
			func (g *G) Wait() { g.wg.Wait() }
			func (g *G) Done() { g.wg.Done() }
			func F() {}`, "Wait Done sync"},
		{"imports that are still needed", `package p
			import ("fmt"; "os"; y "gopkg.in/yaml.v3"; "example.com/go-thing/v2"; _ "embed"; . "math")
			type T struct { t thing.T }
			func F() { go fmt.Println() }
			func G() { os.Exit(1); y.Marshal(nil) }`, "F fmt example.com/go-thing/v2 math"},
		{"a generic function keeps its body, init goes", `package p
			func F() { go func() {}() }
			func G[T any]() {}
			func (s S[T]) M() {}
			func init() { _ = 1 }`, "F G M"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			file := parseText(t, test.text)
			var got []string
			if trim([]*ast.File{file}) {
				for _, d := range file.Decls {
					if fn, ok := d.(*ast.FuncDecl); ok && fn.Body != nil {
						got = append(got, fn.Name.Name)
					}
				}
				for _, spec := range file.Imports {
					got = append(got, strings.Trim(spec.Path.Value, `"`))
				}
			}
			if s := strings.Join(got, " "); s != test.want {
				t.Errorf("kept %q, want %q", s, test.want)
			}
		})
	}
}

func TestPackageNames(t *testing.T) {
	for path, name := range map[string]string{
		"net/http": "http", "gopkg.in/yaml.v3": "yaml", "example.com/m/v2": "m", "github.com/mattn/go-isatty": "isatty",
		"github.com/json-iterator/go": "go", "example.com/yaml-go": "yaml", "example.com/a-b": "a_b", "k8s.io/api/core/v1": "v1",
	} {
		if names := packageNames(path); !slices.Contains(names, name) {
			t.Errorf("packageNames(%q) = %q, without %q", path, names, name)
		}
	}
}
