package main

import "math/rand/v2"

// generate makes a program: goroutines with a protocol each that joins them,
// accesses before, between and after, and then a few mistakes.
func generate(r *rand.Rand) *prog {
	g := &generator{Rand: r, p: &prog{
		main: r.IntN(2) == 0, vars: 1 + r.IntN(3), groups: 1 + r.IntN(4)/3, mutexes: 1 + r.IntN(4)/3, wrapped: r.IntN(6) == 0,
		place: [...]place{locals, locals, locals, locals, fields, fields, globals}[r.IntN(7)],
	}}
	for range 1 + r.IntN(2) {
		g.p.chans = append(g.p.chans, g.one(0, 0, 0, 1, 1, 2))
	}
	for range 1 + r.IntN(3) {
		g.put(g.accesses(2)...)
		g.put(g.forks(0)...)
		if len(g.joins) > 0 && r.IntN(2) == 0 {
			g.join()
		}
	}
	g.put(g.accesses(1)...)
	for len(g.joins) > 0 {
		g.join()
	}
	g.put(g.accesses(2)...)
	for range g.one(0, 0, 0, 1, 1, 2) {
		g.mutate()
	}
	return g.p
}

type generator struct {
	*rand.Rand
	p     *prog
	joins [][]*stmt
}

func (g *generator) one(of ...int) int { return of[g.IntN(len(of))] }

// chance is true once in n times.
func (g *generator) chance(n int) bool { return g.IntN(n) == 0 }

func (g *generator) put(list ...*stmt) { g.p.body = append(g.p.body, list...) }

func (g *generator) join() {
	g.put(g.wrap(g.joins[0])...)
	g.joins = g.joins[1:]
}

// bodyStyle is how a body is written, opStyle how an operation is.
func (g *generator) bodyStyle() style {
	return [...]style{inline, inline, inline, params, method, variable, helper, foreign}[g.IntN(8)]
}

func (g *generator) opStyle() style {
	return [...]style{inline, inline, inline, inline, inline, inline, helper, foreign}[g.IntN(8)]
}

// wrap sometimes puts statements into a function, behind a condition, or after
// a return.
func (g *generator) wrap(list []*stmt) []*stmt {
	switch g.IntN(20) {
	case 0, 1:
		return []*stmt{{op: opCall, body: list, style: g.bodyStyle()}}
	case 2:
		return []*stmt{{op: opIf, body: list, n: g.IntN(3)}}
	case 3:
		return append([]*stmt{{op: opIf, body: []*stmt{{op: opReturn}}, n: g.IntN(3)}}, list...)
	case 4:
		return []*stmt{{op: opDefer, body: list}}
	}
	return list
}

func (g *generator) access() *stmt {
	switch g.IntN(20) {
	case 0:
		return &stmt{op: opAtomicAdd, obj: g.IntN(g.p.vars)}
	case 1:
		return &stmt{op: opLoad}
	case 2, 3, 4, 5, 6, 7, 8, 9:
		return &stmt{op: opWrite, obj: g.IntN(g.p.vars), kind: g.IntN(2)}
	}
	return &stmt{op: opRead, obj: g.IntN(g.p.vars)}
}

// accesses makes up to n accesses, some of them under a lock.
func (g *generator) accesses(n int) []*stmt {
	var list []*stmt
	for range g.IntN(n + 1) {
		a := g.access()
		switch mu := g.IntN(g.p.mutexes); g.IntN(16) {
		case 0, 1, 2:
			list = append(list, &stmt{op: opLock, obj: mu}, a, &stmt{op: opUnlock, obj: mu})
		case 3, 4:
			list = append(list, &stmt{op: opRLock, obj: mu}, a, &stmt{op: opRUnlock, obj: mu})
		case 5:
			list = append(list, &stmt{op: opLocked, obj: mu, style: g.opStyle(), body: []*stmt{a}})
		case 6:
			list = append(list, &stmt{op: opCall, style: g.bodyStyle(), body: []*stmt{
				{op: opLock, obj: mu}, {op: opDefer, body: []*stmt{{op: opUnlock, obj: mu}}}, a}})
		case 7:
			list = append(list, &stmt{op: opOnce, body: []*stmt{a}})
		default:
			list = append(list, a)
		}
	}
	return list
}

// forks makes a fork, or a loop of forks, and queues its join.
func (g *generator) forks(depth int) []*stmt {
	n := g.one(1, 1, 1, 1, 2, 3, anyTrip)
	task := &stmt{op: opGo, style: g.bodyStyle(), body: append(g.accesses(2), g.work(depth)...)}
	before, each, join := g.protocol(task, n)
	if g.chance(8) {
		task.body = append(task.body, g.accesses(1)...)
	}
	each = append(each, task)
	if n == 1 {
		g.owe(join)
		return append(before, g.wrap(each)...)
	}
	if g.chance(4) && g.p.place != fields {
		each = append([]*stmt{{op: opDecl, obj: g.IntN(g.p.vars)}}, each...)
	}
	kind := g.IntN(2)
	if len(join) == 1 && (join[0].op == opRecv || join[0].op == opSend) {
		join = []*stmt{{op: opLoop, n: n, kind: kind, body: join}}
	}
	g.owe(join)
	return append(before, &stmt{op: opLoop, n: n, kind: kind, body: each})
}

func (g *generator) owe(join []*stmt) {
	if len(join) > 0 {
		g.joins = append(g.joins, join)
	}
}

// work is what the task does besides accesses.
func (g *generator) work(depth int) []*stmt {
	switch g.IntN(14) {
	case 0:
		return []*stmt{{op: opIf, body: g.accesses(1), alt: g.accesses(1)}}
	case 1:
		return []*stmt{{op: opLoop, n: 2, body: append(g.accesses(1), g.stop()...)}}
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
		return []*stmt{{op: opIf, body: []*stmt{{op: opReturn}}, n: g.one(0, 0, 1, 2)}}
	case 4:
		return []*stmt{{op: opCall, style: g.bodyStyle(), body: g.accesses(2)}}
	case 5:
		return []*stmt{{op: opIfFlag, body: g.accesses(1)}}
	}
	return nil
}

// stop is a break on some condition, or nothing.
func (g *generator) stop() []*stmt {
	if g.chance(3) {
		return []*stmt{{op: opIf, body: []*stmt{{op: opBreak}}}}
	}
	return nil
}
