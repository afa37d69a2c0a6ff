package extract

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ssa"

	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/syncmodel"
)

// handle is the object that a method of a library is called on: where the
// method is that of an embedded field which only the library knows, the object
// around it.
func (x *Extractor) handle(recv ssa.Value) ssa.Value {
	for range maxHops {
		addr := recv
		if u, ok := recv.(*ssa.UnOp); ok { // embedded by pointer
			addr = u.X
		}
		fa, ok := addr.(*ssa.FieldAddr)
		if !ok {
			break
		}
		st, ok := derefStruct(fa.X.Type())
		if !ok {
			break
		}
		if f := st.Field(fa.Field); !f.Embedded() || f.Exported() || f.Pkg() == x.pkg.Pkg {
			break
		}
		recv = fa.X
	}
	return recv
}

// returned names the result of a library function that the table knows.
func (x *Extractor) returned(v *ssa.Call) (event.Loc, bool) {
	row := x.row(&v.Call)
	if row == nil {
		return event.NoLoc, false
	}
	switch row.Returns {
	case syncmodel.Receiver:
		if h := x.handle(newLibraryCall(&v.Call, v, v.Pos()).recv); h != nil {
			return x.Obj(h), true
		}
	case syncmodel.New, syncmodel.Part, syncmodel.TaskOnly:
		l := x.root(v, event.Root{Name: x.resultName(v), Pos: event.Pos(v.Pos()), Elem: true})
		x.objs[v] = l
		return l, true
	case syncmodel.TaskChan:
		l := x.root(v, event.Root{Name: x.resultName(v), Pos: event.Pos(v.Pos()), Chan: true, Cap: 1})
		x.objs[v] = l
		return l, true
	}
	return event.NoLoc, false
}

// resultName is the variable that the first result of a call, or of the calls
// chained to it, is assigned to.
func (x *Extractor) resultName(v *ssa.Call) string {
	syn := v.Parent().Syntax()
	if syn == nil {
		return ""
	}
	name := ""
	ast.Inspect(syn, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if id, ok := n.Lhs[0].(*ast.Ident); ok && chained(n.Rhs[0], v.Pos()) {
				name = id.Name
			}
		case *ast.ValueSpec:
			if len(n.Values) > 0 && chained(n.Values[0], v.Pos()) {
				name = n.Names[0].Name
			}
		}
		return name == ""
	})
	if name == "_" {
		return ""
	}
	return name
}

// chained reports whether an expression is the call whose parenthesis is at
// pos, or calls methods on its result.
func chained(e ast.Expr, pos token.Pos) bool {
	for {
		call, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok {
			return false
		}
		if call.Lparen == pos {
			return true
		}
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok {
			return false
		}
		e = sel.X
	}
}

// returns tells what a call returns, as far as the table knows.
func (x *Extractor) returns(v *ssa.Call) syncmodel.Result {
	if row := x.row(&v.Call); row != nil {
		return row.Returns
	}
	return syncmodel.Unknown
}

// makes reports whether a call makes the object that it returns.
func (x *Extractor) makes(v *ssa.Call) bool {
	switch x.returns(v) {
	case syncmodel.New, syncmodel.Part, syncmodel.TaskOnly, syncmodel.TaskChan:
		return true
	}
	row := x.row(&v.Call)
	return row != nil && row.Do == syncmodel.MakeCond
}

// madeByCall reports whether part of a tuple is what the call made.
func (x *Extractor) madeByCall(v *ssa.Extract) bool {
	call, ok := v.Tuple.(*ssa.Call)
	return ok && (x.Obj(v) == x.objs[call] || v.Index == 0 && x.makes(call))
}

// madeBy is the call that a value comes from, nil if that is not known.
func (x *Extractor) madeBy(v ssa.Value) *ssa.Call {
	for range maxHops {
		switch w := v.(type) {
		case *ssa.Call:
			if row := x.row(&w.Call); row != nil && row.Returns == syncmodel.Receiver {
				v = x.handle(newLibraryCall(&w.Call, w, w.Pos()).recv)
				continue
			}
			return w
		case *ssa.Extract:
			v = w.Tuple
			continue
		case *ssa.ChangeType:
			v = w.X
			continue
		case *ssa.ChangeInterface:
			v = w.X
			continue
		case *ssa.MakeInterface:
			v = w.X
			continue
		case *ssa.UnOp:
			if only := x.storedOnce(w.X); only != nil {
				v = only
				continue
			}
		case *ssa.FreeVar:
			if bind := x.binding(w); bind != nil {
				v = bind
				continue
			}
		}
		break
	}
	return nil
}

// waitChan gives the group that a channel is closed for when it is done, NoLoc
// if it is another channel.
func (x *Extractor) waitChan(ch ssa.Value) event.Loc {
	call := x.madeBy(ch)
	if call == nil {
		return event.NoLoc
	}
	if row := x.row(&call.Call); row == nil || row.Returns != syncmodel.WaitChan {
		return event.NoLoc
	}
	return x.Obj(x.handle(newLibraryCall(&call.Call, call, call.Pos()).recv))
}

// wholes are the objects that the one a value refers to is a part of: whoever
// waits for them waits for it.
func (x *Extractor) wholes(v ssa.Value) []event.Loc {
	var all []event.Loc
	for range maxHops {
		call := x.madeBy(v)
		if call == nil {
			break
		}
		row := x.row(&call.Call)
		if row == nil || row.Returns != syncmodel.Part {
			break
		}
		v = x.handle(newLibraryCall(&call.Call, call, call.Pos()).recv)
		all = append(all, x.Obj(v))
	}
	return all
}

// handOut hands the arguments of a call to code out of sight.
func (b *builder) handOut(c libraryCall) {
	if c.call != nil {
		b.escapeArgs(&c.call.Call, c.pos, false)
		return
	}
	for _, a := range c.args {
		b.escape(a, c.pos)
	}
}

// handOutMade hands out what the receiver was made of: an encoder uses the
// writer that it was made with, and whoever reads what it writes may wait.
func (b *builder) handOutMade(c libraryCall) {
	made := b.madeBy(c.recv)
	if made == nil {
		return
	}
	if row := b.row(&made.Call); row != nil && row.Do == syncmodel.HandOut {
		for _, a := range made.Call.Args {
			b.uses(a, c.pos)
		}
		b.escapeArgs(&made.Call, c.pos, false)
	}
}
