// Package testutil runs analyzers inside a test or a benchmark: one package at
// a time, in this goroutine, with nothing between the caller and a panic.
//
// The drivers of x/tools start goroutines of their own, where a panic ends the
// whole process. A fuzz target wants to see the panic, and a benchmark wants
// to measure the analyzers and not the scheduler.
package testutil

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

// A Unit is one type-checked package, what a vet tool is started for.
type Unit struct {
	Fset  *token.FileSet
	Files []*ast.File
	Pkg   *types.Package
	Info  *types.Info
	Sizes types.Sizes

	// Sources holds the text of files that are not on disk, by name.
	Sources map[string][]byte
}

// Check type-checks files as one package. Errors that a compiler reports but
// that leave the types whole, such as an unused variable, are ignored: code in
// an editor is like that most of the time.
func Check(fset *token.FileSet, imp types.Importer, path, goVersion string, files ...*ast.File) (*Unit, error) {
	var hard []error
	conf := types.Config{
		Importer:  imp,
		GoVersion: goVersion,
		Sizes:     types.SizesFor("gc", runtime.GOARCH),
		Error: func(err error) {
			var te types.Error
			if !errors.As(err, &te) || !te.Soft {
				hard = append(hard, err)
			}
		},
	}
	info := &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Instances:    map[*ast.Ident]types.Instance{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		Scopes:       map[ast.Node]*types.Scope{},
		FileVersions: map[*ast.File]string{},
	}
	pkg, _ := conf.Check(path, fset, files, info)
	if len(hard) > 0 {
		return nil, hard[0]
	}
	return &Unit{Fset: fset, Files: files, Pkg: pkg, Info: info, Sizes: conf.Sizes}, nil
}

// ExportImporter returns an importer of the named packages, and of all that
// they import, which reads the compiler's export data as a vet tool does.
func ExportImporter(fset *token.FileSet, paths ...string) (types.Importer, error) {
	args := append([]string{"list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}"}, paths...)
	cmd := exec.Command("go", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("go list -export: %w\n%s", err, stderr.Bytes())
	}
	exports := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if path, file, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok {
			exports[path] = file
		}
	}
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		file, ok := exports[path]
		if !ok {
			return nil, fmt.Errorf("no export data for %q", path)
		}
		return os.Open(file)
	}), nil
}
