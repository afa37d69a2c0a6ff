package fix

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"
)

// compiles reports whether the package passes the type checker with the edits,
// which are sorted, in one of its files.
func (p *Proposer) compiles(file *ast.File, src []byte, edits []analysis.TextEdit) bool {
	if !p.parse() {
		return false
	}
	tok := p.pass.Fset.File(file.FileStart)
	fixed, err := parser.ParseFile(p.fset, tok.Name(), apply(tok, src, edits), parseMode)
	if err != nil {
		return false
	}
	files := slices.Clone(p.parsed)
	files[slices.Index(p.pass.Files, file)] = fixed
	conf := types.Config{
		Importer:  &importer{pass: p.pass},
		Sizes:     p.pass.TypesSizes,
		GoVersion: p.pass.Pkg.GoVersion(),
	}
	_, err = conf.Check(p.pass.Pkg.Path(), p.fset, files, nil) // the first error, if any
	return err == nil
}

const parseMode = parser.SkipObjectResolution | parser.ParseComments // comments say the Go version

// parse parses the files of the package once more: the type checker finds a
// file's Go version by its position, so that all must be of one file set, and
// that of the pass is not ours to add to.
func (p *Proposer) parse() bool {
	if p.fset != nil {
		return len(p.parsed) == len(p.pass.Files)
	}
	p.fset = token.NewFileSet()
	for _, f := range p.pass.Files {
		tok := p.pass.Fset.File(f.FileStart)
		src := p.source(tok)
		if src == nil {
			return false
		}
		again, err := parser.ParseFile(p.fset, tok.Name(), src, parseMode)
		if err != nil {
			return false
		}
		p.parsed = append(p.parsed, again)
	}
	return true
}

// apply returns the text with the edits in it.
func apply(tok *token.File, src []byte, edits []analysis.TextEdit) []byte {
	var out []byte
	last := 0
	for _, e := range edits {
		out = append(out, src[last:tok.Offset(e.Pos)]...)
		out = append(out, e.NewText...)
		last = tok.Offset(e.End)
	}
	return append(out, src[last:]...)
}

// importer gives the packages that the package imports already, and of what a
// fix may import besides, as much as fixes use.
type importer struct{ pass *analysis.Pass }

func (m *importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	for _, f := range m.pass.Files {
		for _, spec := range f.Imports {
			if p, err := strconv.Unquote(spec.Path.Value); err != nil || p != path {
				continue
			}
			if name := m.pass.TypesInfo.PkgNameOf(spec); name != nil {
				return name.Imported(), nil
			}
		}
	}
	if path == "sync" {
		return syncPackage()
	}
	return nil, fmt.Errorf("no package %s", path)
}

// syncSource declares what fixes use of package sync.
const syncSource = `package sync

type WaitGroup struct{ _ int }

func (*WaitGroup) Add(int)   {}
func (*WaitGroup) Done()     {}
func (*WaitGroup) Go(func()) {}
func (*WaitGroup) Wait()     {}
`

func syncPackage() (*types.Package, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "sync.go", syncSource, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	return new(types.Config).Check("sync", fset, []*ast.File{file}, nil)
}
