package fuzz

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
)

// editSize is the number of bytes that one edit takes: which edit, and the two
// places that it works on.
const editSize = 3

// maxEdits bounds the edits of one program: after a few it no longer compiles.
const maxEdits = 8

// mutate applies the edits to the syntax of src. Source that does not parse
// comes back as it is; so does the rest after an edit that breaks it.
func mutate(src, edits []byte) []byte {
	for n := 0; n < maxEdits && len(edits) >= editSize; n++ {
		next, ok := edit(src, edits[0], int(edits[1]), int(edits[2]))
		if !ok {
			return src
		}
		src, edits = next, edits[editSize:]
	}
	return src
}

// edit makes one change. The text is parsed anew for each, since a statement
// that stands in two places of one tree would be printed with wrong positions.
func edit(src []byte, op byte, a, b int) ([]byte, bool) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
	if err != nil {
		return nil, false
	}
	places, names := survey(file)
	if len(places) == 0 || len(names) == 0 {
		return nil, false
	}
	p, q := places[a%len(places)], places[b%len(places)]
	switch kind := int(op) % (len(rewrites) + 4); kind {
	case 0, 1:
		if contains(p.stmt(), q.stmt()) || contains(q.stmt(), p.stmt()) {
			return nil, false // a tree would become a ring
		}
		if kind == 0 {
			p.insert(q.stmt())
			break
		}
		*p.at(), *q.at() = q.stmt(), p.stmt()
	case 2:
		*p.list = slices.Delete(*p.list, p.index, p.index+1)
	case 3:
		names[a%len(names)].Name = names[b%len(names)].Name
	default:
		rewrite := rewrites[kind-4]
		*p.at() = rewrite(p.stmt())
	}
	var out bytes.Buffer
	if err := format.Node(&out, token.NewFileSet(), file); err != nil {
		return nil, false
	}
	return out.Bytes(), true
}

// A place is a statement in its list.
type place struct {
	list  *[]ast.Stmt
	index int
}

func (p place) at() *ast.Stmt     { return &(*p.list)[p.index] }
func (p place) stmt() ast.Stmt    { return *p.at() }
func (p place) insert(s ast.Stmt) { *p.list = slices.Insert(*p.list, p.index, s) }

// contains reports whether the inner statement is the outer or stands in it.
func contains(outer, inner ast.Stmt) bool {
	return outer.Pos() <= inner.Pos() && inner.End() <= outer.End()
}

// survey lists the statements and the names of the functions of a file.
func survey(file *ast.File) (places []place, names []*ast.Ident) {
	add := func(list *[]ast.Stmt) {
		for i, s := range *list {
			switch s.(type) {
			case *ast.CaseClause, *ast.CommClause: // stand nowhere but in their switch
			default:
				places = append(places, place{list, i})
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			return n.Tok != token.IMPORT
		case *ast.BlockStmt:
			add(&n.List)
		case *ast.CaseClause:
			add(&n.Body)
		case *ast.CommClause:
			add(&n.Body)
		case *ast.Ident:
			names = append(names, n)
		}
		return true
	})
	return places, names
}

// rewrites put a statement into a context that matters to the analyzers, or
// something that matters in its place.
var rewrites = []func(ast.Stmt) ast.Stmt{
	func(s ast.Stmt) ast.Stmt { return &ast.GoStmt{Call: literal(s)} },
	func(s ast.Stmt) ast.Stmt { return &ast.DeferStmt{Call: literal(s)} },
	func(s ast.Stmt) ast.Stmt { return &ast.ExprStmt{X: literal(s)} },
	func(s ast.Stmt) ast.Stmt { return &ast.BlockStmt{List: []ast.Stmt{s}} },
	func(s ast.Stmt) ast.Stmt { return &ast.ForStmt{Body: block(s)} },
	func(s ast.Stmt) ast.Stmt { return &ast.RangeStmt{X: number("2"), Body: block(s)} },
	func(s ast.Stmt) ast.Stmt { return &ast.IfStmt{Cond: condition(), Body: block(s)} },
	func(s ast.Stmt) ast.Stmt {
		return &ast.IfStmt{Cond: condition(), Body: block(&ast.ReturnStmt{}), Else: block(s)}
	},
	func(s ast.Stmt) ast.Stmt {
		return &ast.SelectStmt{Body: block(&ast.CommClause{Body: []ast.Stmt{s}})}
	},
	func(s ast.Stmt) ast.Stmt {
		return &ast.SwitchStmt{Body: block(&ast.CaseClause{Body: []ast.Stmt{s, &ast.BranchStmt{Tok: token.BREAK}}})}
	},
	func(s ast.Stmt) ast.Stmt { return &ast.LabeledStmt{Label: ast.NewIdent("here"), Stmt: s} },
	func(ast.Stmt) ast.Stmt { return &ast.BranchStmt{Tok: token.GOTO, Label: ast.NewIdent("here")} },
	func(ast.Stmt) ast.Stmt { return &ast.BranchStmt{Tok: token.BREAK} },
	func(ast.Stmt) ast.Stmt { return &ast.BranchStmt{Tok: token.CONTINUE} },
	func(ast.Stmt) ast.Stmt { return &ast.ReturnStmt{} },
	func(ast.Stmt) ast.Stmt { return &ast.SelectStmt{Body: block()} },
	func(ast.Stmt) ast.Stmt { return &ast.ExprStmt{X: call(ast.NewIdent("panic"), number("1"))} },
	func(s ast.Stmt) ast.Stmt { // a call becomes a fork, a fork a deferred call
		switch s := s.(type) {
		case *ast.ExprStmt:
			if c, ok := s.X.(*ast.CallExpr); ok {
				return &ast.GoStmt{Call: c}
			}
		case *ast.GoStmt:
			return &ast.DeferStmt{Call: s.Call}
		case *ast.DeferStmt:
			return &ast.ExprStmt{X: s.Call}
		}
		return s
	},
}

func block(list ...ast.Stmt) *ast.BlockStmt { return &ast.BlockStmt{List: list} }

func number(text string) ast.Expr { return &ast.BasicLit{Kind: token.INT, Value: text} }

func call(fun ast.Expr, args ...ast.Expr) *ast.CallExpr { return &ast.CallExpr{Fun: fun, Args: args} }

// literal calls a function literal whose body is the statement.
func literal(s ast.Stmt) *ast.CallExpr {
	return call(&ast.FuncLit{Type: &ast.FuncType{Params: &ast.FieldList{}}, Body: block(s)})
}

// condition is neither true nor false to anyone who does not run the program.
func condition() ast.Expr {
	chan1 := call(ast.NewIdent("make"), &ast.ChanType{Dir: ast.SEND | ast.RECV, Value: ast.NewIdent("int")})
	return &ast.BinaryExpr{X: call(ast.NewIdent("len"), chan1), Op: token.GTR, Y: number("0")}
}
