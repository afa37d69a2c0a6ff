package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
)

// giveRoom mends abandoned-send: the channel gets room for all that is ever
// sent on it, so that no send blocks.
//
// That changes nothing else when nobody can tell: each goroutine sends once, as
// the last thing it does, the number of goroutines is known where the channel
// is made, and the channel is used for nothing but sends and receives.
func giveRoom(d *draft) string {
	send, ok := enclosing[*ast.SendStmt](d, token.Pos(d.f.Pos))
	if !ok {
		return ""
	}
	c := &channel{draft: d, v: d.variable(send.Chan)}
	if c.v == nil || !c.made() || !c.judge() {
		return ""
	}
	room := ""
	switch {
	case c.bound == "":
		room = strconv.Itoa(c.sends)
	case c.sends == 1:
		room = c.bound
	default:
		return ""
	}
	end := c.make.Rparen
	d.replace(end, end, ", "+room)
	return fmt.Sprintf("give %s room for what is sent: make(%s, %s)", c.v.Name(), d.text(c.make.Args[0]), room)
}

// channel is what is known of a local channel.
type channel struct {
	*draft
	v     *types.Var
	make  *ast.CallExpr
	in    function // that makes it
	sends int      // goroutines that send
	bound string   // how often the loop goes round that holds the one fork, "" for no loop
	lits  []*ast.FuncLit
}

// made finds the only value of the channel: make without capacity.
func (c *channel) made() bool {
	c.in = c.declaring(c.v)
	if c.in.body == nil || c.written(c.v, c.in.node) || hasGoto(c.in.body) {
		return false
	}
	for _, n := range c.path(c.v.Pos()) {
		var value ast.Expr
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE && len(n.Lhs) == len(n.Rhs) {
				i := slices.IndexFunc(n.Lhs, func(e ast.Expr) bool { return e.Pos() == c.v.Pos() })
				if i >= 0 {
					value = n.Rhs[i]
				}
			}
		case *ast.ValueSpec:
			i := slices.IndexFunc(n.Names, func(id *ast.Ident) bool { return id.Pos() == c.v.Pos() })
			if i >= 0 && len(n.Values) == len(n.Names) {
				value = n.Values[i]
			}
		}
		if call, ok := value.(*ast.CallExpr); ok && c.isBuiltin(call, "make") && len(call.Args) == 1 {
			c.make = call
			return true
		}
	}
	return false
}

// judge looks at every use of the channel.
func (c *channel) judge() bool {
	for _, id := range c.uses(c.v, c.in.node) {
		if c.info().Defs[id] != nil {
			continue
		}
		path := c.path(id.Pos())
		switch n := path[1].(type) {
		case *ast.SendStmt:
			if n.Chan != ast.Expr(id) || !c.send(n) {
				return false
			}
		case *ast.UnaryExpr:
			if n.Op != token.ARROW {
				return false
			}
		default:
			return false
		}
	}
	return c.sends > 0
}

// send judges a send: the last act of a goroutine whose number is known.
func (c *channel) send(s *ast.SendStmt) bool {
	path := c.path(s.Arrow)
	if _, inSelect := path[1].(*ast.CommClause); inSelect {
		return false
	}
	lit, ok := enclosing[*ast.FuncLit](c.draft, s.Pos())
	if !ok || lit == c.in.node {
		return false
	}
	task, _ := functionOf(lit)
	if !c.last(task, s) || !c.onlyHarmlessDefers(task) {
		return false
	}
	if slices.Contains(c.lits, lit) {
		return true // on another path: each ends there
	}
	c.lits = append(c.lits, lit)
	f, ok := c.forkOf(lit)
	if !ok || f.outer.node != c.in.node {
		return false
	}
	c.sends++
	return c.count(f)
}

// onlyHarmlessDefers reports whether nothing waits after the function's last
// statement.
func (c *channel) onlyHarmlessDefers(f function) bool {
	ok := true
	inspect(f, func(n ast.Node) bool {
		if s, isDefer := n.(*ast.DeferStmt); isDefer {
			ok = ok && c.harmless(s.Call) // a literal could look at what the receiver changes
		}
		return ok
	})
	return ok
}

// forkOf returns the go statement that runs a literal.
func (c *channel) forkOf(lit *ast.FuncLit) (fork, bool) {
	for _, n := range c.path(lit.Pos()) {
		if g, ok := n.(*ast.GoStmt); ok && ast.Unparen(g.Call.Fun) == ast.Expr(lit) {
			return c.forkAt(g.Go)
		}
	}
	return fork{}, false
}

// count finds out how often a fork runs for one channel.
func (c *channel) count(f fork) bool {
	var around []ast.Stmt
	for _, loop := range c.loops(f.stmt().Pos()) {
		if !within(c.make.Pos(), loop) {
			around = append(around, loop)
		}
	}
	switch len(around) {
	case 0:
		return true
	case 1:
		c.bound = c.rounds(around[0])
		return c.bound != ""
	}
	return false
}

// rounds returns an upper bound of how often a loop goes round, as an
// expression that can stand where the channel is made and is not negative.
func (c *channel) rounds(loop ast.Stmt) string {
	r, ok := loop.(*ast.RangeStmt)
	if !ok {
		return ""
	}
	if tv := c.typed(r.X); tv.Value != nil && types.ConvertibleTo(tv.Type, types.Typ[types.Int]) {
		if n, err := strconv.Atoi(tv.Value.ExactString()); err == nil && n >= 0 {
			return c.text(r.X)
		}
		return ""
	}
	id, ok := ast.Unparen(r.X).(*ast.Ident)
	if !ok || c.variable(id) == nil || !c.means(id, c.make.Pos()) || !c.stable(id) || c.lookup("len", c.make.Pos()) != types.Universe.Lookup("len") {
		return ""
	}
	switch c.variable(id).Type().Underlying().(type) {
	case *types.Slice, *types.Array:
		return "len(" + id.Name + ")"
	}
	return ""
}
