package extract

import (
	"fmt"
	"go/types"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/summary"
)

// A foreign function is one of another package, known from its summary: the
// function itself, or one that it forks, hands on or returns.
type foreign struct {
	fn      *event.Func
	results []event.Target
	pkg     string
	forks   bool
}

// Foreign returns the path of the package of a function that is known from its
// summary.
func (x *Extractor) Foreign(id event.FuncID) (pkg string, ok bool) {
	if id == event.NoFunc {
		return "", false
	}
	f, ok := x.sources[id].(*foreign)
	if !ok {
		return "", false
	}
	return f.pkg, true
}

// importedID returns the number of a function of another package that has a
// summary, or NoFunc.
func (x *Extractor) importedID(fn *types.Func) event.FuncID {
	if fn == nil || x.Summary == nil || fn.Pkg() == x.pkg.Pkg {
		return event.NoFunc
	}
	id, ok := x.imported[fn]
	if !ok {
		id = event.NoFunc
		if data := x.Summary(fn); data != nil {
			id = x.adopt(data, fn.Pkg().Path())
		}
		x.imported[fn] = id
	}
	return id
}

// MethodID returns the number of a method, of this package or with a summary.
func (x *Extractor) MethodID(m *types.Func) event.FuncID {
	if m.Pkg() != x.pkg.Pkg {
		return x.importedID(m.Origin())
	}
	return x.ID(x.pkg.Prog.FuncValue(m))
}

// adopt makes the functions of a summary functions of this package. One that
// cannot be read is counted, and is code out of sight.
func (x *Extractor) adopt(data []byte, pkg string) event.FuncID {
	m, err := summary.Decode(data, &summary.Host{
		Space:  x.Space,
		Global: func(pkg, name string) event.Loc { return x.global(globalName{pkg, name}, 0) },
		Key:    x.key,
		Number: x.unlike,
		Site:   x.site,
	})
	if err != nil {
		x.BadSummaries++
		return event.NoFunc
	}
	base := event.FuncID(len(x.sources))
	summary.Renumber(m, func(id event.FuncID) event.FuncID { return base + id })
	forks := m.Forks()
	for i := range m.Funcs {
		x.sources = append(x.sources, &foreign{fn: &m.Funcs[i], results: m.Results[i], pkg: pkg, forks: forks})
	}
	return base
}

// globalName names a package-level variable in every package alike.
type globalName struct{ pkg, name string }

func (x *Extractor) global(n globalName, pos event.Pos) event.Loc {
	l, ok := x.globals[n]
	if !ok {
		l = x.Space.NewRoot(event.Root{Kind: event.Global, Name: n.name, Pkg: n.pkg, Pos: pos, Var: true})
		x.globals[n] = l
	}
	return l
}

// key numbers a constant map key.
func (x *Extractor) key(text string) int32 {
	n, ok := x.keys[text]
	if !ok {
		n = int32(len(x.keyTexts))
		x.keys[text] = n
		x.keyTexts = append(x.keyTexts, text)
	}
	return n
}

// KeyText is the constant map key with a number.
func (x *Extractor) KeyText(n int32) string { return x.keyTexts[n] }

// unlike numbers a condition that no expression of this package has.
func (x *Extractor) unlike() int32 {
	return x.condNumber(fmt.Sprintf("%s#%d", ofValue, len(x.texts)))
}
