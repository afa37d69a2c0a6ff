package oracle

import (
	"github.com/gojoincheck/gojoincheck/internal/event"
	"github.com/gojoincheck/gojoincheck/internal/link"
)

// Lower writes the program down as events, in the shapes that the extractor
// gives them, and links it.
func (p *Prog) Lower() (*event.Space, *link.Graph) {
	p.Number()
	l := &lowering{p: p, sp: event.NewSpace()}
	e := env{}
	var own []event.Loc
	add := func(kind byte, i int, r event.Root) {
		loc := l.sp.NewRoot(r)
		e[object{kind, i}] = loc
		own = append(own, loc)
	}
	for i := range p.Vars {
		add('v', i, event.Root{Name: VarName(i), Var: true})
	}
	for i, c := range p.Chans {
		add('c', i, event.Root{Name: ChanName(i), Chan: true, Cap: c})
	}
	for i := range p.Groups {
		add('g', i, event.Root{Name: GroupName(i), Var: true})
	}
	for i := range p.Mutexes {
		add('m', i, event.Root{Name: MutexName(i), Var: true})
	}
	root := l.function("f", e, 1, p.End, own, p.Main)
	linker := link.New(l.sp, func(id event.FuncID) *event.Func { return l.funcs[id] },
		func(event.FuncID, int) event.Target { return event.Target{Func: event.NoFunc} })
	return l.sp, linker.Complete(root)
}

// An object is what a statement names: a variable, channel, group or mutex.
type object struct {
	kind byte
	i    int
}

// env says which location an object is in the function at hand.
type env map[object]event.Loc

type lowering struct {
	p     *Prog
	sp    *event.Space
	funcs []*event.Func
	sites int32
}

// funcBuilder lowers one function.
type funcBuilder struct {
	*lowering
	f   *event.Func
	env env
	cur int32
}

func (l *lowering) function(name string, e env, pos, end int, own []event.Loc, body []*Stmt) event.FuncID {
	id := event.FuncID(len(l.funcs))
	b := &funcBuilder{lowering: l, env: e, f: &event.Func{ID: id, Name: name, Pos: event.Pos(pos), Own: own}}
	l.funcs = append(l.funcs, b.f)
	b.block()
	for _, loc := range own {
		b.emit(event.Event{Kind: event.Fresh, Loc: loc, Pos: event.Pos(pos)})
	}
	if b.list(body) {
		b.ret(end)
	}
	return id
}

// block starts a new block and returns the one before.
func (b *funcBuilder) block() int32 {
	old := b.cur
	b.cur = int32(len(b.f.Blocks))
	b.f.Blocks = append(b.f.Blocks, event.Block{Trip: event.Unknown})
	return old
}

func (b *funcBuilder) emit(e event.Event) {
	blk := &b.f.Blocks[b.cur]
	blk.Events = append(blk.Events, e)
}

func (b *funcBuilder) edge(from, to int32, cond int, neg bool) {
	blk := &b.f.Blocks[from]
	blk.Succs = append(blk.Succs, event.Edge{To: to, Cond: int32(cond), Neg: neg})
}

func (b *funcBuilder) ret(pos int) {
	b.f.Blocks[b.cur].Return = true
	b.f.Blocks[b.cur].RetPos = event.Pos(pos)
}

// list lowers statements; it reports whether control goes on after them.
func (b *funcBuilder) list(list []*Stmt) bool {
	for _, s := range list {
		if s.Op == Return {
			b.ret(s.Pos)
			return false
		}
		if !b.stmt(s) {
			return false
		}
	}
	return true
}

func (b *funcBuilder) stmt(s *Stmt) bool {
	switch s.Op {
	case If:
		return b.branch(s)
	case Loop, Range:
		b.loop(s)
	case Call, Go, GroupGo:
		b.site(s)
	default:
		b.simple(s)
	}
	return true
}

func (b *funcBuilder) branch(s *Stmt) bool {
	from := b.block()
	b.edge(from, b.cur, s.N, false)
	goesOn := b.list(s.Body)
	thenEnd := b.cur
	b.block()
	b.edge(from, b.cur, s.N, s.N != 0)
	elseOn := b.list(s.Else)
	elseEnd := b.cur
	if !goesOn && !elseOn {
		return false
	}
	b.block()
	if goesOn {
		b.edge(thenEnd, b.cur, 0, false)
	}
	if elseOn {
		b.edge(elseEnd, b.cur, 0, false)
	}
	return true
}

func (b *funcBuilder) loop(s *Stmt) {
	from := b.block()
	header := b.cur
	b.edge(from, header, 0, false)
	if s.Op == Loop {
		b.f.Blocks[header].Trip = int32(s.N)
	} else {
		b.simple(&Stmt{Op: Recv, Obj: s.Obj, Pos: s.Pos})
	}
	b.block()
	b.edge(header, b.cur, 0, false)
	if b.list(s.Body) {
		b.edge(b.cur, header, 0, false)
	}
	b.block()
	b.edge(header, b.cur, 0, false)
	if s.Op == Range {
		b.emit(event.Event{Kind: event.Acquire, Op: event.OpRangeEnd, Loc: b.env[object{'c', s.Obj}], Pos: event.Pos(s.Pos)})
	}
}

// site lowers a call or a fork. A closure sees the objects themselves; what
// gets them as parameters sees roots of its own.
func (b *funcBuilder) site(s *Stmt) {
	inner := env{}
	var params []event.Loc
	var args []event.Arg
	name := "closure"
	for _, o := range b.objects() {
		inner[o] = b.env[o]
		if s.ByParam {
			inner[o] = b.sp.NewRoot(event.Root{Kind: event.Param, Name: b.sp.Root(b.env[o]).Name})
			params = append(params, inner[o])
			args = append(args, event.Arg{Loc: b.env[o], Fn: event.Target{Func: event.NoFunc}})
		}
	}
	id := b.function(name, inner, s.Pos, s.End, nil, s.Body)
	b.funcs[id].Params = params
	b.sites++
	site := event.CallSite{ID: b.sites, Target: event.Target{Func: id}, Args: args, Pos: event.Pos(s.Pos)}
	kind := event.Fork
	switch s.Op {
	case Call:
		kind = event.Call
	case GroupGo:
		site.Kind, site.Handle = event.Group, b.env[object{'g', s.Obj}]
	}
	b.f.Calls = append(b.f.Calls, site)
	b.emit(event.Event{Kind: kind, Call: int32(len(b.f.Calls) - 1), Loc: site.Handle, Pos: event.Pos(s.Pos)})
}

// objects lists the objects of the program in a fixed order.
func (l *lowering) objects() []object {
	var all []object
	for _, k := range []struct {
		kind byte
		n    int
	}{{'v', l.p.Vars}, {'c', len(l.p.Chans)}, {'g', l.p.Groups}, {'m', l.p.Mutexes}} {
		for i := range k.n {
			all = append(all, object{k.kind, i})
		}
	}
	return all
}

func (b *funcBuilder) simple(s *Stmt) {
	kindOf := map[Op]byte{Read: 'v', Write: 'v', Decl: 'v', Send: 'c', Recv: 'c', Close: 'c', Add: 'g', Done: 'g', Wait: 'g'}
	kind, ok := kindOf[s.Op]
	if !ok {
		kind = 'm'
	}
	loc, pos := b.env[object{kind, s.Obj}], event.Pos(s.Pos)
	ev := func(k event.Kind, op event.Op, l event.Loc, f event.Flags) {
		b.emit(event.Event{Kind: k, Op: op, Loc: l, Flags: f, Pos: pos})
	}
	back := event.Sel{Kind: event.Back}
	switch s.Op {
	case Read:
		ev(event.Access, 0, loc, 0)
	case Write:
		ev(event.Access, 0, loc, event.Write)
	case Decl:
		ev(event.Fresh, 0, loc, 0)
	case Send:
		ev(event.Release, event.OpSend, loc, 0)
		ev(event.Acquire, event.OpSend, b.sp.Child(loc, back), 0)
	case Recv:
		ev(event.Release, event.OpRecv, b.sp.Child(loc, back), 0)
		ev(event.Acquire, event.OpRecv, loc, 0)
	case Close:
		ev(event.Release, event.OpClose, loc, 0)
	case Add:
		b.emit(event.Event{Kind: event.Add, Loc: loc, N: int32(s.N), Pos: pos})
	case Done:
		ev(event.Release, event.OpDone, loc, 0)
	case Wait:
		ev(event.Acquire, event.OpWait, loc, 0)
	case Lock:
		ev(event.Lock, event.OpLock, loc, 0)
	case Unlock:
		ev(event.Unlock, event.OpLock, loc, 0)
	case RLock:
		ev(event.Lock, event.OpRLock, loc, event.Read)
	case RUnlock:
		ev(event.Unlock, event.OpRLock, loc, event.Read)
	}
}
