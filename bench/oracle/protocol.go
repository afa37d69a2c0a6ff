package main

// protocol completes a task that runs n times so that it can be joined. It
// returns what comes before, what comes right before each fork, and the join.
func (g *generator) protocol(task *stmt, n int) (before, each, join []*stmt) {
	wg, ch := g.IntN(g.p.groups), g.IntN(len(g.p.chans))
	switch g.IntN(20) {
	case 0, 1, 2, 3:
		return g.counted(task, n, wg)
	case 4, 5, 6:
		task.op, task.obj = opGroupGo, wg
		return nil, nil, []*stmt{{op: opWait, obj: wg, style: g.opStyle()}}
	case 7, 8, 9:
		g.signal(task, &stmt{op: opSend, obj: ch, style: g.opStyle()})
		return nil, nil, []*stmt{{op: opRecv, obj: ch, style: g.opStyle()}}
	case 10:
		g.signal(task, &stmt{op: opRecv, obj: ch})
		return nil, nil, []*stmt{{op: opSend, obj: ch}}
	case 11:
		g.signal(task, &stmt{op: opClose, obj: ch, style: g.opStyle()})
		return nil, nil, []*stmt{{op: opRecv, obj: ch}}
	case 12: // a producer
		task.body = []*stmt{{op: opLoop, n: g.one(1, 2, 2), body: append(task.body, &stmt{op: opSend, obj: ch})}}
		g.signal(task, &stmt{op: opClose, obj: ch})
		return nil, nil, []*stmt{{op: opRange, obj: ch, body: append(g.accesses(1), g.stop()...)}}
	case 13: // a gate
		task.body = append([]*stmt{{op: opRecv, obj: ch}}, task.body...)
		return nil, nil, []*stmt{{op: [...]op{opClose, opSend}[g.IntN(2)], obj: ch}}
	case 14: // a worker
		task.body = []*stmt{{op: opRange, obj: ch, body: task.body}}
		before, each, join = g.counted(task, n, wg)
		feed := &stmt{op: opLoop, n: g.one(1, 2), body: []*stmt{{op: opSend, obj: ch}}}
		return before, each, append([]*stmt{feed, {op: opClose, obj: ch}}, join...)
	case 15:
		return g.cancelled(task, n, wg, ch)
	case 16: // a flag publishes
		task.body = append(task.body, &stmt{op: opStore})
		return nil, nil, []*stmt{{op: opIfFlag, body: g.accesses(2)}}
	case 17: // a result or a timeout
		g.signal(task, g.orElse(caseSend, ch))
		return nil, nil, []*stmt{g.orElse(caseRecv, ch)}
	case 18: // a channel as a lock
		enter, leave := &stmt{op: opSend, obj: ch}, &stmt{op: opRecv, obj: ch}
		task.body = append(append([]*stmt{enter}, task.body...), leave)
		before, each, join = g.counted(task, n, wg)
		list := append([]*stmt{{op: opSend, obj: ch}}, g.accesses(2)...)
		return before, each, append(append(list, &stmt{op: opRecv, obj: ch}), join...)
	}
	return nil, nil, nil
}

// signal ends the task with a statement, or has it deferred.
func (g *generator) signal(task, s *stmt) {
	if g.chance(3) {
		task.body = append([]*stmt{{op: opDefer, body: []*stmt{s}}}, task.body...)
		return
	}
	task.body = append(task.body, s)
}

func (g *generator) counted(task *stmt, n, wg int) (before, each, join []*stmt) {
	g.signal(task, &stmt{op: opDone, obj: wg, style: g.opStyle()})
	add := &stmt{op: opAdd, obj: wg, n: 1}
	join = []*stmt{{op: opWait, obj: wg, style: g.opStyle()}}
	if n != 1 && g.chance(2) {
		add.n = n
		return []*stmt{add}, nil, join
	}
	return nil, []*stmt{add}, join
}

// cancelled makes a task that a context ends.
func (g *generator) cancelled(task *stmt, n, wg, ch int) (before, each, join []*stmt) {
	stop := []*stmt{{op: opAwait}}
	if g.chance(2) {
		stop = []*stmt{{op: opSelect, body: []*stmt{
			{op: opCase, kind: caseAwait, body: []*stmt{{op: opReturn}}},
			{op: opCase, kind: g.one(caseSend, caseRecv), obj: ch, body: g.accesses(1)},
		}}}
	}
	task.body = append(stop, task.body...)
	cancel := &stmt{op: opCancel}
	if g.chance(3) {
		g.put(&stmt{op: opDefer, body: []*stmt{cancel}})
		return nil, nil, nil
	}
	if g.chance(3) {
		return nil, nil, []*stmt{cancel}
	}
	before, each, join = g.counted(task, n, wg)
	return before, each, append([]*stmt{cancel}, join...)
}

// orElse is a select of a channel operation and another way to go on.
func (g *generator) orElse(kind, ch int) *stmt {
	other := &stmt{op: opCase, kind: g.one(caseTimeout, caseTimeout, caseDefault, caseAwait), body: g.accesses(1)}
	if g.chance(3) {
		other.body = append(other.body, &stmt{op: opReturn})
	}
	return &stmt{op: opSelect, body: []*stmt{{op: opCase, kind: kind, obj: ch, body: g.accesses(1)}, other}}
}

// mutate makes one mistake.
func (g *generator) mutate() {
	all := slots(&g.p.body)
	if len(all) == 0 {
		return
	}
	at := all[g.IntN(len(all))]
	switch g.IntN(5) {
	case 0:
		at.remove()
	case 1: // swap with the next
		if l := *at.list; at.i+1 < len(l) {
			l[at.i], l[at.i+1] = l[at.i+1], l[at.i]
		}
	case 2: // move
		s := at.remove()
		if rest := slots(&g.p.body); len(rest) > 0 {
			to := rest[g.IntN(len(rest))]
			*to.list = append((*to.list)[:to.i:to.i], append([]*stmt{s}, (*to.list)[to.i:]...)...)
		} else {
			g.put(s)
		}
	case 3:
		g.another((*at.list)[at.i])
	case 4: // another capacity
		g.p.chans[g.IntN(len(g.p.chans))] = g.one(0, 1, 2, nilChan)
	}
}

// another lets a statement name another object.
func (g *generator) another(s *stmt) {
	switch s.op {
	case opRead, opWrite, opAtomicAdd:
		s.obj = g.IntN(g.p.vars)
	case opSend, opRecv, opClose, opRange:
		s.obj = g.IntN(len(g.p.chans))
	case opAdd, opDone, opWait, opGroupGo:
		s.obj = g.IntN(g.p.groups)
	case opLock, opUnlock, opRLock, opRUnlock, opLocked:
		s.obj = g.IntN(g.p.mutexes)
	}
}
