package unit

import "go/types"

// The importer does not list the packages that a package lets others reach, so
// the types are walked, and only when there are facts to hand on or to list.

// offered returns the packages whose objects somebody can get hold of who
// imports nothing but this package: those of all types that can be reached
// from its exported declarations. Their facts are handed on.
func offered(pkg *types.Package) map[string]*types.Package {
	w := newWalker()
	w.exported(pkg)
	return w.packages
}

// packages returns the packages whose objects the unit's package can get hold
// of: its imports and what they offer.
func (s *factSet) packages() map[string]*types.Package {
	if s.reached == nil {
		w := newWalker()
		for path, pkg := range s.imports {
			w.packages[path] = pkg
			w.exported(pkg)
		}
		s.reached = w.packages
	}
	return s.reached
}

type walker struct {
	packages map[string]*types.Package
	seen     map[types.Type]bool
}

func newWalker() walker {
	return walker{packages: make(map[string]*types.Package), seen: make(map[types.Type]bool)}
}

func (w *walker) exported(pkg *types.Package) {
	for _, name := range pkg.Scope().Names() {
		if obj := pkg.Scope().Lookup(name); obj.Exported() {
			w.object(obj)
		}
	}
}

func (w *walker) object(obj types.Object) {
	if pkg := obj.Pkg(); pkg != nil {
		w.packages[pkg.Path()] = pkg
	}
	w.visit(obj.Type())
}

func (w *walker) tuple(t *types.Tuple) {
	for v := range t.Variables() {
		w.visit(v.Type())
	}
}

func (w *walker) visit(t types.Type) {
	if t == nil || w.seen[t] {
		return
	}
	w.seen[t] = true
	switch t := t.(type) {
	case *types.Named:
		w.named(t)
	case *types.Alias:
		w.object(t.Obj())
		w.visit(types.Unalias(t))
	case *types.Signature:
		w.tuple(t.Params())
		w.tuple(t.Results())
		for p := range t.TypeParams().TypeParams() {
			w.visit(p.Constraint())
		}
	case *types.Struct:
		for f := range t.Fields() {
			w.visit(f.Type())
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			w.visit(m.Type())
		}
		for e := range t.EmbeddedTypes() {
			w.visit(e)
		}
	case *types.Union:
		for term := range t.Terms() {
			w.visit(term.Type())
		}
	case *types.Map:
		w.visit(t.Key())
		w.visit(t.Elem())
	case interface{ Elem() types.Type }: // arrays, slices, pointers, channels
		w.visit(t.Elem())
	}
}

// named walks the generic type and the arguments: the methods of an instance
// would be made for the asking, and name nothing that those two do not.
func (w *walker) named(t *types.Named) {
	for arg := range t.TypeArgs().Types() {
		w.visit(arg)
	}
	if origin := t.Origin(); origin != t {
		w.visit(origin)
		return
	}
	w.object(t.Obj())
	w.visit(t.Underlying())
	for m := range t.Methods() {
		w.visit(m.Type())
	}
	for p := range t.TypeParams().TypeParams() {
		w.visit(p.Constraint())
	}
}
