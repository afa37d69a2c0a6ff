package unit

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gojoincheck/gojoincheck/internal/front"
	"github.com/gojoincheck/gojoincheck/internal/syntax"
)

// trim takes out of a package of another module what cannot have to do with the
// goroutines that it starts or joins, before any of it is type-checked: the
// bodies of functions, and the imports that only these need. It reports whether
// anything is left that an importer may be told of.
//
// It goes by names alone, so it keeps too much rather than too little: the
// functions that start or join goroutines; those that mention one of them by
// name, and so on; the methods and constructors of the types that these belong
// to or return, one of which may end what another has started; and whatever all
// of these mention. Of a client generated from a description with thousands of
// functions, little is left.
func trim(files []*ast.File) bool {
	p := newTrimmed(files)
	p.keepMentioning()
	if !slices.ContainsFunc(p.funcs, func(f *trimmedFunc) bool { return f.kept && f.decl.Name.IsExported() }) {
		return false
	}
	p.keepOwners()
	p.keepMentioned()
	for _, f := range p.funcs {
		if !f.kept && !generic(f.decl) { // the type checker wants the body of a generic function
			f.decl.Body = nil
		}
	}
	for _, file := range files {
		file.Decls = slices.DeleteFunc(file.Decls, func(d ast.Decl) bool {
			fn, ok := d.(*ast.FuncDecl)
			return ok && fn.Body == nil && fn.Recv == nil && fn.Name.Name == "init" // needs a body, too
		})
		trimImports(file)
	}
	return true
}

// A name is how code mentions a function: a method or a field of something, or
// an identifier by itself.
type name struct {
	selected bool
	text     string
}

type trimmedFunc struct {
	decl     *ast.FuncDecl
	name     name
	mentions []name   // of other functions of the package, some more than once
	types    []string // that of the receiver, and those of the results; see syntax.TypeName
	kept     bool
}

type trimmed struct {
	funcs []*trimmedFunc
	named map[name][]*trimmedFunc
	types map[string]bool // declared in the package
}

// newTrimmed lists the functions, and keeps those that start or join goroutines
// by themselves.
func newTrimmed(files []*ast.File) *trimmed {
	p := &trimmed{named: make(map[name][]*trimmedFunc), types: make(map[string]bool)}
	for _, file := range files {
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Body != nil {
					f := &trimmedFunc{decl: d, name: name{d.Recv != nil, d.Name.Name}}
					p.funcs = append(p.funcs, f)
					p.named[f.name] = append(p.named[f.name], f)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if t, ok := spec.(*ast.TypeSpec); ok {
						p.types[t.Name.Name] = true
					}
				}
			}
		}
	}
	for _, f := range p.funcs {
		p.look(f)
	}
	return p
}

// joining are the names of the functions and types that start goroutines or join
// them: those of [front.Forking], and the methods of a group.
var joining = slices.Concat(front.Forking.Names, []string{"Wait", "Go"})

// look finds out what the function mentions.
func (p *trimmed) look(f *trimmedFunc) {
	mention := func(n name) {
		if len(p.named[n]) > 0 {
			f.mentions = append(f.mentions, n)
		}
	}
	ast.Inspect(f.decl.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GoStmt:
			f.kept = true
		case *ast.SelectorExpr:
			mention(name{true, n.Sel.Name})
			f.kept = f.kept || slices.Contains(joining, n.Sel.Name)
		case *ast.Ident:
			mention(name{false, n.Name})
		}
		return true
	})
	for _, list := range []*ast.FieldList{f.decl.Recv, f.decl.Type.Results} {
		if list != nil {
			for _, field := range list.List {
				f.types = append(f.types, syntax.TypeName(field.Type))
			}
		}
	}
}

// spread keeps the functions that a kept one leads to, and so on.
func (p *trimmed) spread(leadsTo func(*trimmedFunc) []*trimmedFunc) {
	var todo []*trimmedFunc
	for _, f := range p.funcs {
		if f.kept {
			todo = append(todo, f)
		}
	}
	for len(todo) > 0 {
		f := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, next := range leadsTo(f) {
			if !next.kept {
				next.kept = true
				todo = append(todo, next)
			}
		}
	}
}

// keepMentioning keeps who mentions a kept function.
func (p *trimmed) keepMentioning() {
	mentioning := make(map[name][]*trimmedFunc)
	for _, f := range p.funcs {
		for _, m := range f.mentions {
			mentioning[m] = append(mentioning[m], f)
		}
	}
	p.spread(func(f *trimmedFunc) []*trimmedFunc { return mentioning[f.name] })
}

// keepOwners keeps the exported methods and constructors of the types whose
// values may own a goroutine.
func (p *trimmed) keepOwners() {
	owners := make(map[string]bool)
	for _, f := range p.funcs {
		for _, t := range f.types {
			if f.kept && p.types[t] {
				owners[t] = true
			}
		}
	}
	for _, f := range p.funcs {
		f.kept = f.kept || f.decl.Name.IsExported() && slices.ContainsFunc(f.types, func(t string) bool { return owners[t] })
	}
}

// keepMentioned keeps what a kept function mentions.
func (p *trimmed) keepMentioned() {
	p.spread(func(f *trimmedFunc) (all []*trimmedFunc) {
		for _, m := range f.mentions {
			all = append(all, p.named[m]...)
		}
		return all
	})
}

// generic reports whether a function has type parameters, or its receiver has.
func generic(d *ast.FuncDecl) bool {
	if d.Type.TypeParams != nil {
		return true
	}
	found := false
	if d.Recv != nil {
		ast.Inspect(d.Recv, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.IndexExpr, *ast.IndexListExpr:
				found = true
			}
			return !found
		})
	}
	return found
}

// trimImports takes out the imports that nothing is selected from any more. The
// name of a package is guessed from its path where the import gives none: whoever
// guesses wrong finds it undefined.
func trimImports(file *ast.File) {
	selected := make(map[string]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok {
				selected[id.Name] = true
			}
		}
		return true
	})
	needed := func(spec *ast.ImportSpec) bool {
		importPath, err := strconv.Unquote(spec.Path.Value)
		switch {
		case err != nil || importPath == "C":
			return true
		case spec.Name != nil:
			return spec.Name.Name == "." || selected[spec.Name.Name]
		}
		return slices.ContainsFunc(packageNames(importPath), func(name string) bool { return selected[name] })
	}
	file.Imports = slices.DeleteFunc(file.Imports, func(spec *ast.ImportSpec) bool { return !needed(spec) })
	file.Decls = slices.DeleteFunc(file.Decls, func(decl ast.Decl) bool {
		d, ok := decl.(*ast.GenDecl)
		if !ok || d.Tok != token.IMPORT {
			return false
		}
		d.Specs = slices.DeleteFunc(d.Specs, func(spec ast.Spec) bool { return !needed(spec.(*ast.ImportSpec)) })
		return len(d.Specs) == 0
	})
}

// packageNames lists the names that a package with this path is likely to have.
func packageNames(importPath string) []string {
	names := []string{path.Base(importPath)}
	if prefix, _, ok := module.SplitPathVersion(importPath); ok {
		names = append(names, path.Base(prefix))
	}
	for _, n := range names {
		// "go-isatty" is isatty, "yaml-go" is yaml, "json-iterator.go" is jsoniterator.
		names = append(names, strings.TrimPrefix(n, "go-"), strings.TrimSuffix(strings.TrimSuffix(n, "-go"), ".go"))
	}
	for _, n := range names {
		names = append(names, strings.ReplaceAll(n, "-", "_"), strings.ReplaceAll(n, "-", ""))
		names = append(names, strings.FieldsFunc(n, func(r rune) bool { return r == '-' || r == '.' })...)
	}
	return names
}
