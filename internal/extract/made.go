package extract

import (
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// callObj names the object that a call returns.
func (x *Extractor) callObj(v *ssa.Call) event.Loc {
	if l, ok := x.objs[v]; ok {
		return l
	}
	if row := x.row(&v.Call); row != nil && row.Do == syncmodel.CtxDone {
		return x.Space.Child(x.Obj(v.Call.Value), event.Sel{Kind: event.Done})
	}
	if l, ok := x.returned(v); ok {
		return l
	}
	l := x.opaque(v)
	x.Space.Root(l).Name = x.givenName(v)
	x.Space.Root(l).Sealed, x.Space.Root(l).Ends = x.sealed(v), x.ends(v)
	x.objs[v] = l
	return l
}

// ends tells who can end or signal what a library call makes.
func (x *Extractor) ends(v *ssa.Call) event.Ends {
	row := x.row(&v.Call)
	if row == nil {
		return event.Anyhow
	}
	switch row.Do {
	case syncmodel.Background:
		return event.Never
	case syncmodel.TestContext:
		return event.ByTest
	case syncmodel.MakeCond:
		return event.BySight
	case syncmodel.WithCancel:
		if fn := callee(&v.Call); fn.Pkg().Path() == "context" && strings.HasPrefix(fn.Name(), "WithCancel") {
			return event.ByParent
		}
	}
	return event.Anyhow
}

// sealed reports whether the call makes a context that only its cancel function
// ends: its parent never ends, and there is no deadline.
func (x *Extractor) sealed(v *ssa.Call) bool {
	row := x.row(&v.Call)
	if row == nil || row.Do != syncmodel.WithCancel || !strings.HasPrefix(callee(&v.Call).Name(), "WithCancel") {
		return false
	}
	parent, ok := v.Call.Args[0].(*ssa.Call)
	if !ok {
		return false
	}
	prow := x.row(&parent.Call)
	return prow != nil && prow.Do == syncmodel.Background
}
