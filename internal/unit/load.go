package unit

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/scanner"
	"go/token"
	"go/types"
	"io"
	"os"
	"runtime"
	"slices"

	"github.com/gojoincheck/gojoincheck/internal/front"
)

// A loaded package is a unit's, parsed and type-checked.
type loaded struct {
	fset    *token.FileSet
	files   []*ast.File
	types   *types.Package
	info    *types.Info // nil if nothing was to be recorded
	sizes   types.Sizes
	imports map[string]*types.Package // direct imports, by package path
}

// load parses and type-checks the sources, recording what analyzers need if
// record is set. It returns every error found, up to a number nobody reads
// beyond.
func load(cfg *front.Config, sources []front.Source, record bool) (*loaded, []error) {
	pkg, errs := parse(cfg, sources, record)
	if len(errs) > 0 {
		return nil, errs
	}
	return pkg, pkg.check(cfg, record)
}

// loadForFacts loads a package of another module, less what no fact can be about.
// It returns nil without an error if nothing is left.
func loadForFacts(cfg *front.Config, sources []front.Source) (*loaded, []error) {
	pkg, errs := parse(cfg, sources, true)
	if len(errs) > 0 || !trim(pkg.files) {
		return nil, errs
	}
	errs = slices.DeleteFunc(pkg.check(cfg, true), func(err error) bool {
		te := types.Error{}
		return errors.As(err, &te) && te.Soft // such as an import that is not used any more
	})
	if len(errs) > 0 {
		return load(cfg, sources, true) // an import may have been needed, or it never compiled
	}
	return pkg, nil
}

func parse(cfg *front.Config, sources []front.Source, record bool) (*loaded, []error) {
	pkg := &loaded{fset: token.NewFileSet(), sizes: sizes(cfg), imports: make(map[string]*types.Package)}
	mode := parser.SkipObjectResolution
	if record {
		mode |= parser.ParseComments
	}
	var errs []error
	for _, src := range sources {
		file, err := parser.ParseFile(pkg.fset, src.Name, src.Text, mode)
		if err != nil {
			errs = append(errs, err)
		}
		pkg.files = append(pkg.files, file)
	}
	return pkg, errs
}

func (pkg *loaded) check(cfg *front.Config, record bool) (errs []error) {
	if record {
		pkg.info = newInfo(pkg.files)
	}
	tc := types.Config{
		Importer:  pkg.importer(cfg),
		Sizes:     pkg.sizes,
		GoVersion: cfg.GoVersion,
		Error:     func(err error) { errs = append(errs, err) },
	}
	pkg.types, _ = tc.Check(cfg.ImportPath, pkg.fset, pkg.files, pkg.info)
	return errs
}

// newInfo returns maps that need not grow while they are filled: growing them
// cost more than all that is looked up in them. Of Go code as it is, there is an
// expression for every 17 bytes, with little difference between packages.
func newInfo(files []*ast.File) *types.Info {
	bytes := 0
	for _, file := range files {
		for _, decl := range file.Decls {
			bytes += int(decl.End() - decl.Pos())
		}
	}
	return &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue, bytes/17),
		Instances:    make(map[*ast.Ident]types.Instance),
		Defs:         make(map[*ast.Ident]types.Object, bytes/100),
		Uses:         make(map[*ast.Ident]types.Object, bytes/23),
		Implicits:    make(map[ast.Node]types.Object, bytes/450),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection, bytes/110),
		Scopes:       make(map[ast.Node]*types.Scope, bytes/120),
		FileVersions: make(map[*ast.File]string, len(files)),
	}
}

func sizes(cfg *front.Config) types.Sizes {
	arch := os.Getenv("GOARCH") // the go command sets it for its children
	if arch == "" {
		arch = runtime.GOARCH
	}
	return types.SizesFor(cfg.Compiler, arch)
}

// importer reads the compiler's export data. go/importer is the one of the Go
// version that built this tool, so it knows that version's format.
func (pkg *loaded) importer(cfg *front.Config) types.Importer {
	gc := importer.ForCompiler(pkg.fset, cfg.Compiler, func(path string) (io.ReadCloser, error) {
		name, ok := cfg.PackageFile[path]
		if !ok {
			return nil, fmt.Errorf("no export data for %q", path)
		}
		return os.Open(name)
	})
	return importFunc(func(path string) (*types.Package, error) {
		resolved, ok := cfg.ImportMap[path] // vendoring, test variants
		if !ok {
			return nil, fmt.Errorf("the go command does not know the import %q", path)
		}
		imported, err := importSafely(gc, resolved)
		if err == nil {
			pkg.imports[resolved] = imported
		}
		return imported, err
	})
}

// importSafely imports, and says what to do when the export data is not of a
// format that we know: the importer panics on that of a newer Go.
func importSafely(from types.Importer, path string) (pkg *types.Package, err error) {
	defer func() {
		if v := recover(); v != nil {
			pkg, err = nil, fmt.Errorf("%v; this tool was built with %s: build it with the Go version that runs it", v, runtime.Version())
		}
	}()
	return from.Import(path)
}

type importFunc func(string) (*types.Package, error)

func (f importFunc) Import(path string) (*types.Package, error) { return f(path) }

// printErrors prints what does not compile as a compiler does, one line each
// that starts with the position: the go command shortens the file's name only
// there.
func printErrors(errs []error) {
	const most = 10 // as the compiler: more are mostly consequences
	printed := 0
	for _, err := range errs {
		lines := []error{err}
		if list := (scanner.ErrorList)(nil); errors.As(err, &list) {
			lines = lines[:0]
			for _, e := range list {
				lines = append(lines, e)
			}
		}
		for _, line := range lines {
			if printed++; printed > most {
				fmt.Fprintln(os.Stderr, "too many errors")
				return
			}
			fmt.Fprintln(os.Stderr, line)
		}
	}
}
