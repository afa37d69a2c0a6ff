package fix

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/astutil"
)

// path returns the nodes around a position, innermost first.
func (d *draft) path(pos token.Pos) []ast.Node {
	path, _ := astutil.PathEnclosingInterval(d.file, pos, pos+1)
	return path
}

// enclosing returns the innermost node of a type around a position.
func enclosing[N ast.Node](d *draft, pos token.Pos) (found N, ok bool) {
	for _, n := range d.path(pos) {
		if n, ok := n.(N); ok {
			return n, true
		}
	}
	return found, false
}

// within reports whether a position lies in a node.
func within(pos token.Pos, n ast.Node) bool { return n.Pos() <= pos && pos < n.End() }

// list returns the statements that a node holds as a list.
func list(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

// A seat is a statement's place in a list.
type seat struct {
	holder ast.Node
	list   []ast.Stmt
	i      int
}

func (s seat) stmt() ast.Stmt { return s.list[s.i] }

// seats returns, innermost first, the statements of lists around a position.
func (d *draft) seats(pos token.Pos) (all []seat) {
	path := d.path(pos)
	for k := 1; k < len(path); k++ {
		for i, s := range list(path[k]) {
			if s == path[k-1] {
				all = append(all, seat{path[k], list(path[k]), i})
			}
		}
	}
	return all
}

// A function is a function literal or declaration.
type function struct {
	node ast.Node
	typ  *ast.FuncType
	body *ast.BlockStmt
}

func functionOf(n ast.Node) (function, bool) {
	switch n := n.(type) {
	case *ast.FuncLit:
		return function{n, n.Type, n.Body}, true
	case *ast.FuncDecl:
		return function{n, n.Type, n.Body}, n.Body != nil
	}
	return function{}, false
}

// functionAt returns the innermost function around a position.
func (d *draft) functionAt(pos token.Pos) (function, bool) {
	for _, n := range d.path(pos) {
		if f, ok := functionOf(n); ok {
			return f, within(pos, f.body) || pos == f.body.Rbrace
		}
	}
	return function{}, false
}

// A fork is where a goroutine is started.
type fork struct {
	seat                // of the go statement, or of the call that forks
	call  *ast.CallExpr // of the go statement, or the call that forks
	lit   *ast.FuncLit  // what the goroutine runs, if it is a literal
	isGo  bool
	outer function // the function that forks
}

// pos is the position that stands for the fork in findings.
func (f fork) pos() token.Pos {
	if f.isGo {
		return f.stmt().Pos()
	}
	return f.call.Lparen
}

// forkAt returns the fork at a position.
func (d *draft) forkAt(pos token.Pos) (fork, bool) {
	var f fork
	for _, n := range d.path(pos) {
		switch n := n.(type) {
		case *ast.GoStmt:
			if n.Go != pos {
				return f, false
			}
			f.call, f.isGo = n.Call, true
			f.lit, _ = ast.Unparen(n.Call.Fun).(*ast.FuncLit)
		case *ast.CallExpr:
			if n.Lparen != pos {
				continue
			}
			f.call = n
			for _, arg := range n.Args {
				if lit, ok := ast.Unparen(arg).(*ast.FuncLit); ok {
					f.lit = lit
				}
			}
		default:
			continue
		}
		break
	}
	if f.call == nil {
		return f, false
	}
	seats := d.seats(pos)
	if len(seats) == 0 {
		return f, false
	}
	f.seat = seats[0]
	switch s := f.stmt().(type) {
	case *ast.GoStmt:
		if !f.isGo || s.Call != f.call {
			return f, false
		}
	case *ast.ExprStmt:
		if f.isGo || s.X != f.call {
			return f, false
		}
	default:
		return f, false
	}
	var ok bool
	f.outer, ok = d.functionAt(pos)
	return f, ok
}

// loops returns the loops around a position, innermost first, within the
// function that holds it.
func (d *draft) loops(pos token.Pos) (loops []ast.Stmt) {
	for _, n := range d.path(pos) {
		switch n := n.(type) {
		case *ast.ForStmt:
			loops = append(loops, n)
		case *ast.RangeStmt:
			loops = append(loops, n)
		case *ast.FuncLit:
			return loops
		}
	}
	return loops
}

// inspect visits the nodes of a function without those of the functions in it.
func inspect(f function, visit func(ast.Node) bool) {
	ast.Inspect(f.body, func(n ast.Node) bool {
		if _, nested := n.(*ast.FuncLit); nested {
			return false
		}
		return n == nil || visit(n)
	})
}
