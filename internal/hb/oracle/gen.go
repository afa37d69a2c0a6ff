package oracle

import "math/rand/v2"

// Generate makes a program: goroutines with a protocol each that joins them,
// accesses before, between and after, and then a few mistakes.
func Generate(r *rand.Rand) *Prog {
	g := &generator{Rand: r, p: &Prog{Vars: 1 + r.IntN(3), Groups: 1 + r.IntN(4)/3, Mutexes: 1 + r.IntN(4)/3}}
	for range 1 + r.IntN(2) {
		g.p.Chans = append(g.p.Chans, []int{0, 0, 1, 2}[r.IntN(4)])
	}
	for range 1 + r.IntN(3) {
		g.p.Main = append(g.p.Main, g.accesses(2)...)
		g.p.Main = append(g.p.Main, g.forks(0)...)
		if len(g.joins) > 0 && r.IntN(2) == 0 {
			g.join()
		}
	}
	g.p.Main = append(g.p.Main, g.accesses(1)...)
	for len(g.joins) > 0 {
		g.join()
	}
	g.p.Main = append(g.p.Main, g.accesses(2)...)
	for range []int{0, 0, 0, 1, 1, 2}[r.IntN(6)] {
		g.mutate()
	}
	g.p.Number()
	return g.p
}

type generator struct {
	*rand.Rand
	p     *Prog
	joins [][]*Stmt
}

func (g *generator) join() {
	g.p.Main = append(g.p.Main, g.wrap(g.joins[0])...)
	g.joins = g.joins[1:]
}

// wrap sometimes puts statements into a function or under a condition.
func (g *generator) wrap(list []*Stmt) []*Stmt {
	switch g.IntN(16) {
	case 0:
		return []*Stmt{{Op: Call, Body: list, ByParam: g.IntN(2) == 0}}
	case 1:
		return []*Stmt{{Op: If, Body: list, N: g.IntN(3)}}
	case 2:
		return append([]*Stmt{{Op: If, Body: []*Stmt{{Op: Return}}, N: g.IntN(3)}}, list...)
	}
	return list
}

// accesses makes up to n accesses, some of them under a lock.
func (g *generator) accesses(n int) []*Stmt {
	var list []*Stmt
	for range g.IntN(n + 1) {
		a := &Stmt{Op: Read, Obj: g.IntN(g.p.Vars)}
		if g.IntN(2) == 0 {
			a.Op = Write
		}
		switch mu := g.IntN(g.p.Mutexes); g.IntN(8) {
		case 0, 1:
			list = append(list, &Stmt{Op: Lock, Obj: mu}, a, &Stmt{Op: Unlock, Obj: mu})
		case 2:
			list = append(list, &Stmt{Op: RLock, Obj: mu}, a, &Stmt{Op: RUnlock, Obj: mu})
		default:
			list = append(list, a)
		}
	}
	return list
}

// forks makes a fork, or a loop of forks, and queues its join.
func (g *generator) forks(depth int) []*Stmt {
	n := []int{1, 1, 1, 2, 3}[g.IntN(5)]
	task := &Stmt{Op: Go, ByParam: g.IntN(5) == 0, Body: append(g.accesses(2), g.work(depth)...)}
	before, each, join := g.protocol(task, n)
	task.Body = append(task.Body, g.late()...)
	each = append(each, task)
	if n == 1 {
		if len(join) > 0 {
			g.joins = append(g.joins, join)
		}
		return append(before, g.wrap(each)...)
	}
	if g.IntN(4) == 0 {
		each = append([]*Stmt{{Op: Decl, Obj: g.IntN(g.p.Vars)}}, each...)
	}
	if len(join) == 1 && join[0].Op == Recv {
		join = []*Stmt{{Op: Loop, N: n, Body: join}}
	}
	if len(join) > 0 {
		g.joins = append(g.joins, join)
	}
	return append(before, &Stmt{Op: Loop, N: n, Body: each})
}

// late sometimes gives the task something to do after it has signalled.
func (g *generator) late() []*Stmt {
	if g.IntN(8) == 0 {
		return g.accesses(1)
	}
	return nil
}

// work is what the task does besides accesses.
func (g *generator) work(depth int) []*Stmt {
	switch g.IntN(12) {
	case 0:
		return []*Stmt{{Op: If, Body: g.accesses(1), Else: g.accesses(1)}}
	case 1:
		return []*Stmt{{Op: Loop, N: 2, Body: g.accesses(1)}}
	case 2:
		if depth == 0 {
			old := g.joins
			g.joins = nil
			list := g.forks(1)
			for _, j := range g.joins {
				list = append(list, j...)
			}
			g.joins = old
			return list
		}
	case 3:
		return []*Stmt{{Op: If, Body: []*Stmt{{Op: Return}}}}
	}
	return nil
}

// protocol completes a task that runs n times so that it can be joined. It
// returns what comes before, what comes right before each fork, and the join.
func (g *generator) protocol(task *Stmt, n int) (before, each, join []*Stmt) {
	wg, ch := g.IntN(g.p.Groups), g.IntN(len(g.p.Chans))
	end := func(s *Stmt) { task.Body = append(task.Body, s) }
	switch g.IntN(12) {
	case 0, 1, 2:
		end(&Stmt{Op: Done, Obj: wg})
		add := &Stmt{Op: Add, Obj: wg, N: 1}
		join = []*Stmt{{Op: Wait, Obj: wg}}
		if n > 1 && g.IntN(2) == 0 {
			add.N = n
			return []*Stmt{add}, nil, join
		}
		return nil, []*Stmt{add}, join
	case 3, 4:
		task.Op, task.Obj, task.ByParam = GroupGo, wg, false
		return nil, nil, []*Stmt{{Op: Wait, Obj: wg}}
	case 5, 6, 7:
		end(&Stmt{Op: Send, Obj: ch})
		return nil, nil, []*Stmt{{Op: Recv, Obj: ch}}
	case 8:
		end(&Stmt{Op: Recv, Obj: ch})
		return nil, nil, []*Stmt{{Op: Send, Obj: ch}}
	case 9:
		end(&Stmt{Op: Close, Obj: ch})
		return nil, nil, []*Stmt{{Op: Recv, Obj: ch}}
	case 10: // a producer
		task.Body = []*Stmt{{Op: Loop, N: 2, Body: append(task.Body, &Stmt{Op: Send, Obj: ch})}, {Op: Close, Obj: ch}}
		return nil, nil, []*Stmt{{Op: Range, Obj: ch, Body: g.accesses(1)}}
	}
	if g.IntN(3) == 0 { // a gate
		task.Body = append([]*Stmt{{Op: Recv, Obj: ch}}, task.Body...)
		return nil, nil, []*Stmt{{Op: [...]Op{Close, Send}[g.IntN(2)], Obj: ch}}
	}
	return nil, nil, nil
}

// slot is a place in a list of statements.
type slot struct {
	list *[]*Stmt
	i    int
}

// slots lists the places of all statements.
func slots(list *[]*Stmt) []slot {
	var all []slot
	for i, s := range *list {
		all = append(all, slot{list, i})
		all = append(all, slots(&s.Body)...)
		all = append(all, slots(&s.Else)...)
	}
	return all
}

func (s slot) remove() *Stmt {
	x := (*s.list)[s.i]
	*s.list = append((*s.list)[:s.i:s.i], (*s.list)[s.i+1:]...)
	return x
}

// mutate makes one mistake.
func (g *generator) mutate() {
	all := slots(&g.p.Main)
	if len(all) == 0 {
		return
	}
	at := all[g.IntN(len(all))]
	switch g.IntN(4) {
	case 0:
		at.remove()
	case 1: // swap with the next
		if l := *at.list; at.i+1 < len(l) {
			l[at.i], l[at.i+1] = l[at.i+1], l[at.i]
		}
	case 2: // move
		s := at.remove()
		if rest := slots(&g.p.Main); len(rest) > 0 {
			to := rest[g.IntN(len(rest))]
			*to.list = append((*to.list)[:to.i:to.i], append([]*Stmt{s}, (*to.list)[to.i:]...)...)
		} else {
			g.p.Main = append(g.p.Main, s)
		}
	case 3: // another object
		s := (*at.list)[at.i]
		switch s.Op {
		case Read, Write:
			s.Obj = g.IntN(g.p.Vars)
		case Send, Recv, Close:
			s.Obj = g.IntN(len(g.p.Chans))
		case Add, Done, Wait:
			s.Obj = g.IntN(g.p.Groups)
		case Lock, Unlock:
			s.Obj = g.IntN(g.p.Mutexes)
		}
	}
}

// Shrink makes a program smaller as long as keep holds.
func Shrink(p *Prog, keep func(*Prog) bool) *Prog {
	for again := true; again; {
		again = false
		for i := 0; i < len(slots(&p.Main)); i++ {
			for _, try := range []func(*Prog, slot) bool{drop, unwrap, simpler} {
				c := p.Clone()
				if try(c, slots(&c.Main)[i]) && keep(c) {
					p, again = c, true
					i = max(i-1, -1)
					break
				}
			}
		}
	}
	p.Number()
	return p
}

func drop(_ *Prog, s slot) bool { s.remove(); return true }

// unwrap puts the body in place of the statement.
func unwrap(_ *Prog, s slot) bool {
	x := (*s.list)[s.i]
	if x.Op == Go || x.Op == GroupGo || len(x.Body)+len(x.Else) == 0 {
		return false
	}
	rest := append(append([]*Stmt(nil), x.Body...), x.Else...)
	*s.list = append((*s.list)[:s.i:s.i], append(rest, (*s.list)[s.i+1:]...)...)
	return true
}

func simpler(_ *Prog, s slot) bool {
	x := (*s.list)[s.i]
	switch {
	case x.ByParam:
		x.ByParam = false
	case x.Op == Loop && x.N > 1:
		x.N--
	case x.Op == If && x.N != 0:
		x.N = 0
	case x.Op == RLock:
		x.Op = Lock
	case x.Op == RUnlock:
		x.Op = Unlock
	default:
		return false
	}
	return true
}
