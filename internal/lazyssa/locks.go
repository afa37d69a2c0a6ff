package lazyssa

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/gojoincheck/gojoincheck/internal/syntax"
)

// Locks reports whether some function of the files may do with a lock what needs no
// goroutine to be wrong: return without giving it back, or call what takes it again, a
// method of the same object or a function that it has been given. It goes by the syntax
// alone, and errs on the side of yes.
func Locks(files []*ast.File) bool {
	p := &lockers{takes: map[method]map[string]bool{}, methods: map[method]bool{}}
	for _, f := range files {
		p.roots = p.roots || f.Name.Name == "main"
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			if _, of := receiver(fn); of != "" {
				p.methods[method{of, fn.Name.Name}] = true
			} else {
				p.roots = p.roots || strings.HasPrefix(fn.Name.Name, "Test")
			}
			if mentionsLock(fn.Body) {
				p.funcs = append(p.funcs, fn)
			}
		}
	}
	if len(p.funcs) == 0 {
		return false
	}
	for _, fn := range p.funcs {
		p.findTaken(fn)
	}
	return slices.ContainsFunc(p.funcs, p.wrong)
}

type method struct{ of, name string }

type lockers struct {
	funcs   []*ast.FuncDecl
	methods map[method]bool
	roots   bool                       // there is a function that knows what others are given
	takes   map[method]map[string]bool // the locks of its receiver that a method takes, as ".mu"
}

// lockCall tells of a call what it is called on and by which name, if it is one of a
// lock's methods.
func lockCall(e ast.Expr) (on ast.Expr, name string) {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) > 0 {
		return nil, ""
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil, ""
	}
	switch sel.Sel.Name {
	case "Lock", "RLock", "Unlock", "RUnlock":
		return sel.X, sel.Sel.Name
	}
	return nil, ""
}

func mentionsLock(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok {
			_, name := lockCall(e)
			found = found || strings.HasSuffix(name, "Lock")
		}
		return !found
	})
	return found
}

// receiver gives the name of a method's receiver and of its type.
func receiver(fn *ast.FuncDecl) (name, of string) {
	if fn.Recv == nil || len(fn.Recv.List) == 0 || len(fn.Recv.List[0].Names) == 0 {
		return "", ""
	}
	return fn.Recv.List[0].Names[0].Name, syntax.TypeName(fn.Recv.List[0].Type)
}

// findTaken notes which locks of its receiver a method takes.
func (p *lockers) findTaken(fn *ast.FuncDecl) {
	name, of := receiver(fn)
	if name == "" {
		return
	}
	m := method{of, fn.Name.Name}
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if _, ok := n.(*ast.FuncLit); ok {
			return false
		}
		if e, ok := n.(ast.Expr); ok {
			if on, call := lockCall(e); on != nil && strings.HasSuffix(call, "Lock") {
				if lock, ok := strings.CutPrefix(types.ExprString(on), name); ok {
					if p.takes[m] == nil {
						p.takes[m] = map[string]bool{}
					}
					p.takes[m][lock] = true
				}
			}
		}
		return true
	})
}

// wrong looks at one function and the literals in it.
func (p *lockers) wrong(fn *ast.FuncDecl) bool {
	s := &lockScan{lockers: p, back: map[string]bool{}, kept: map[string]bool{}}
	s.recv, s.of = receiver(fn)
	for _, f := range fn.Type.Params.List {
		if _, ok := f.Type.(*ast.FuncType); ok {
			for _, name := range f.Names {
				s.given = append(s.given, name.Name)
			}
		}
	}
	s.function(fn.Body)
	ast.Inspect(fn.Body, func(n ast.Node) bool {
		if lit, ok := n.(*ast.FuncLit); ok {
			s.function(lit.Body)
		}
		return true
	})
	for lock := range s.kept {
		if s.back[lock] {
			return true
		}
	}
	return s.twice
}

// A lockScan follows the locks of one function through its statements.
type lockScan struct {
	*lockers
	recv, of string
	given    []string        // the parameters that are functions
	back     map[string]bool // given back by a statement of their own
	kept     map[string]bool // held at a return
	twice    bool            // taken again by a method
}

// heldLocks are those that have been taken on every way; owed are those of them that no
// deferred call gives back.
type heldLocks struct{ all, owed []string }

func (h heldLocks) clone() heldLocks {
	return heldLocks{slices.Clone(h.all), slices.Clone(h.owed)}
}

// meet keeps what is held on both of two ways.
func (h heldLocks) meet(o heldLocks) heldLocks {
	return heldLocks{common(h.all, o.all), common(h.owed, o.owed)}
}

func common(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}

func without(list []string, s string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return x == s })
}

func (s *lockScan) function(body *ast.BlockStmt) {
	if held, ends := s.list(body.List, heldLocks{}); !ends {
		s.returns(held)
	}
}

func (s *lockScan) returns(held heldLocks) {
	for _, l := range held.owed {
		s.kept[l] = true
	}
}

// list follows a list of statements; ends tells that control does not get past it.
func (s *lockScan) list(stmts []ast.Stmt, held heldLocks) (after heldLocks, ends bool) {
	for _, stmt := range stmts {
		if held, ends = s.stmt(stmt, held); ends {
			return held, true
		}
	}
	return held, false
}

func (s *lockScan) stmt(stmt ast.Stmt, held heldLocks) (after heldLocks, ends bool) {
	switch n := stmt.(type) {
	case *ast.ExprStmt:
		on, call := lockCall(n.X)
		if on == nil {
			s.calls(n, held)
			id, ok := n.X.(*ast.CallExpr)
			return held, ok && isPanic(id)
		}
		lock := types.ExprString(on)
		if strings.HasSuffix(call, "Unlock") {
			s.back[lock] = true
			return heldLocks{without(held.all, lock), without(held.owed, lock)}, false
		}
		held = held.clone()
		return heldLocks{append(held.all, lock), append(held.owed, lock)}, false
	case *ast.DeferStmt:
		if on, call := lockCall(n.Call); on != nil && strings.HasSuffix(call, "Unlock") {
			return heldLocks{held.all, without(held.owed, types.ExprString(on))}, false
		}
		if lit, ok := n.Call.Fun.(*ast.FuncLit); ok { // it may give back any
			held.owed = slices.DeleteFunc(slices.Clone(held.owed), func(lock string) bool { return s.givesBack(lit, lock) })
		}
		return held, false
	case *ast.ReturnStmt:
		s.calls(n, held)
		s.returns(held)
		return held, true
	case *ast.BranchStmt:
		return held, true
	case *ast.BlockStmt:
		return s.list(n.List, held)
	case *ast.LabeledStmt:
		return s.stmt(n.Stmt, held)
	case *ast.IfStmt:
		if n.Init != nil {
			held, _ = s.stmt(n.Init, held)
		}
		s.calls(n.Cond, held)
		yes, ends := s.list(n.Body.List, held.clone())
		no, noEnds := held, false
		if n.Else != nil {
			no, noEnds = s.stmt(n.Else, held.clone())
		}
		switch {
		case ends && noEnds:
			return held, true
		case ends:
			return no, false
		case noEnds:
			return yes, false
		}
		return yes.meet(no), false
	case *ast.ForStmt:
		s.calls(n.Cond, held)
		in, _ := s.list(n.Body.List, held.clone())
		return held.meet(in), n.Cond == nil && !breaks(n.Body)
	case *ast.RangeStmt:
		s.calls(n.X, held)
		in, _ := s.list(n.Body.List, held.clone())
		return held.meet(in), false
	case *ast.SwitchStmt:
		if n.Tag != nil {
			s.calls(n.Tag, held)
		}
		return s.clauses(n.Body, held), false
	case *ast.TypeSwitchStmt:
		return s.clauses(n.Body, held), false
	case *ast.SelectStmt:
		return s.clauses(n.Body, held), false
	}
	s.calls(stmt, held)
	return held, false
}

func (s *lockScan) clauses(body *ast.BlockStmt, held heldLocks) heldLocks {
	after := held
	for _, c := range body.List {
		var list []ast.Stmt
		switch c := c.(type) {
		case *ast.CaseClause:
			list = c.Body
		case *ast.CommClause:
			list = c.Body
		}
		if in, ends := s.list(list, held.clone()); !ends {
			after = after.meet(in)
		}
	}
	return after
}

// calls looks for calls of methods that take again what is held.
func (s *lockScan) calls(n ast.Node, held heldLocks) {
	if len(held.all) == 0 || n == nil {
		return
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.CallExpr:
			if id, ok := n.Fun.(*ast.Ident); ok && s.roots {
				s.twice = s.twice || slices.Contains(s.given, id.Name)
			}
			sel, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				break
			}
			if id, ok := sel.X.(*ast.Ident); ok && s.recv != "" && id.Name == s.recv {
				s.twice = s.twice || s.roots && !s.methods[method{s.of, sel.Sel.Name}]
				takes := s.takes[method{s.of, sel.Sel.Name}]
				s.twice = s.twice || slices.ContainsFunc(held.all, func(lock string) bool {
					own, ok := strings.CutPrefix(lock, s.recv)
					return ok && takes[own]
				})
			}
		}
		return true
	})
}

// givesBack reports whether a literal gives a lock back.
func (s *lockScan) givesBack(lit *ast.FuncLit, lock string) bool {
	found := false
	ast.Inspect(lit, func(n ast.Node) bool {
		if e, ok := n.(ast.Expr); ok {
			on, call := lockCall(e)
			found = found || on != nil && strings.HasSuffix(call, "Unlock") && types.ExprString(on) == lock
		}
		return !found
	})
	return found
}

func isPanic(call *ast.CallExpr) bool {
	id, ok := call.Fun.(*ast.Ident)
	return ok && id.Name == "panic"
}

// breaks reports whether a break may leave a loop with this body.
func breaks(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		if b, ok := n.(*ast.BranchStmt); ok {
			found = found || b.Tok != token.CONTINUE
		}
		return !found
	})
	return found
}
