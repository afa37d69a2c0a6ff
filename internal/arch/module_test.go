package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A tree is what the files of the module say of their imports. Files are read
// whatever their build tags, and tests are left out: a test may use anything.
type tree struct {
	paths     []string            // of packages, "./internal/hb", sorted
	direct    map[string][]string // imports by package; those of this module begin with "./"
	selectors map[string][]use
}

// A use is a name after a dot, or before a colon in a composite literal.
type use struct {
	name string
	at   token.Position
}

// readModule parses the module that this test belongs to.
func readModule(t *testing.T) *tree {
	t.Helper()
	root := filepath.Join("..", "..")
	if text, err := os.ReadFile(filepath.Join(root, "go.mod")); err != nil || !strings.Contains(string(text), "module "+module+"\n") {
		t.Fatalf("%s is not the root of %s: %v", root, module, err)
	}
	all := &tree{direct: map[string][]string{}, selectors: map[string][]use{}}
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || otherModule(path)) {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		return all.addFile(fset, path, packagePath(filepath.ToSlash(rel)))
	})
	if err != nil {
		t.Fatal(err)
	}
	all.paths = slices.Sorted(maps.Keys(all.direct))
	return all
}

func otherModule(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "go.mod"))
	return err == nil
}

func packagePath(rel string) string {
	if rel == "." {
		return "."
	}
	return "./" + rel
}

func (all *tree) addFile(fset *token.FileSet, path, pkg string) error {
	file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	imports := all.direct[pkg]
	for _, spec := range file.Imports {
		imp, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		if rest, ok := strings.CutPrefix(imp, module); ok && (rest == "" || rest[0] == '/') {
			imp = "." + rest
		}
		if !slices.Contains(imports, imp) {
			imports = append(imports, imp)
		}
	}
	slices.Sort(imports)
	all.direct[pkg] = imports
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			all.selectors[pkg] = append(all.selectors[pkg], use{n.Sel.Name, fset.Position(n.Sel.Pos())})
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok {
				all.selectors[pkg] = append(all.selectors[pkg], use{id.Name, fset.Position(id.Pos())})
			}
		}
		return true
	})
	return nil
}

// imports lists what a package imports, each as the shortest chain that leads
// there. Without deep, the chains have one link. What packages of other
// modules import is their affair.
func (all *tree) imports(pkg string, deep bool) (chains [][]string) {
	seen := map[string]bool{pkg: true}
	for todo := [][]string{{pkg}}; len(todo) > 0; todo = todo[1:] {
		chain := todo[0]
		for _, imp := range all.direct[chain[len(chain)-1]] {
			if seen[imp] {
				continue
			}
			seen[imp] = true
			next := append(slices.Clone(chain), imp)
			chains = append(chains, next)
			if deep && strings.HasPrefix(imp, ".") {
				todo = append(todo, next)
			}
		}
	}
	return chains
}

// match reports whether a pattern stands for a path: "..." is any text, and
// "/..." at the end may also be nothing, as for the go command.
func match(pattern, path string) bool {
	expr := regexp.QuoteMeta(pattern)
	if head, ok := strings.CutSuffix(expr, `/\.\.\.`); ok {
		expr = head + `(/.*)?`
	}
	expr = strings.ReplaceAll(expr, `\.\.\.`, `.*`)
	return regexp.MustCompile("^" + expr + "$").MatchString(path)
}

func matchAny(patterns []string, path string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return match(p, path) })
}
