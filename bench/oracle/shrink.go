package main

// slot is a place in a list of statements.
type slot struct {
	list *[]*stmt
	i    int
}

// slots lists the places of all statements, those of a select's cases left out.
func slots(list *[]*stmt) []slot {
	var all []slot
	for i, s := range *list {
		all = append(all, slot{list, i})
		if s.op == opSelect {
			for _, c := range s.body {
				all = append(all, slots(&c.body)...)
			}
			continue
		}
		all = append(all, slots(&s.body)...)
		all = append(all, slots(&s.alt)...)
	}
	return all
}

func (s slot) at() *stmt { return (*s.list)[s.i] }

func (s slot) remove() *stmt {
	x := s.at()
	*s.list = append((*s.list)[:s.i:s.i], (*s.list)[s.i+1:]...)
	return x
}

// shrink makes a program smaller as long as keep holds.
func shrink(p *prog, keep func(*prog) bool) *prog {
	for again := true; again; {
		again = false
		for _, try := range []func(*prog) bool{unmain, unwrapGroups, localize} {
			if c := p.clone(); try(c) && keep(c) {
				p, again = c, true
			}
		}
		for i := 0; i < len(slots(&p.body)); i++ {
			for _, try := range []func(slot) bool{drop, unwrap, plain, fewer, lessSelect} {
				c := p.clone()
				if try(slots(&c.body)[i]) && keep(c) {
					p, again = c, true
					i = max(i-1, -1)
					break
				}
			}
		}
	}
	return p
}

func unmain(p *prog) bool {
	old := p.main
	p.main = false
	return old
}

func unwrapGroups(p *prog) bool {
	old := p.wrapped
	p.wrapped = false
	return old
}

func localize(p *prog) bool {
	old := p.place
	p.place = locals
	return old != locals
}

func drop(s slot) bool { s.remove(); return true }

// unwrap puts the body in place of the statement.
func unwrap(s slot) bool {
	x := s.at()
	if x.op == opGo || x.op == opGroupGo || len(x.body)+len(x.alt) == 0 {
		return false
	}
	var rest []*stmt
	if x.op == opSelect {
		for _, c := range x.body {
			rest = append(rest, c.body...)
		}
	} else {
		rest = append(append(rest, x.body...), x.alt...)
	}
	if len(rest) == 0 {
		return false
	}
	*s.list = append((*s.list)[:s.i:s.i], append(rest, (*s.list)[s.i+1:]...)...)
	return true
}

// plain takes the helpers and the functions away.
func plain(s slot) bool {
	x := s.at()
	if x.style != inline {
		x.style = inline
		return true
	}
	if x.op == opWrite && x.kind != 0 || x.op == opLoop && x.kind != 0 {
		x.kind = 0
		return true
	}
	return false
}

// fewer takes simpler operations and fewer rounds.
func fewer(s slot) bool {
	x := s.at()
	switch {
	case x.op == opLoop && x.n == anyTrip:
		x.n = 2
	case x.op == opLoop && x.n > 1:
		x.n--
	case x.op == opAdd && x.n > 1:
		x.n--
	case x.op == opIf && x.n != 0:
		x.n = 0
	case x.op == opRLock:
		x.op = opLock
	case x.op == opRUnlock:
		x.op = opUnlock
	case x.op == opLocked:
		x.op = opCall
	case x.op == opGroupGo && x.style == inline:
		x.op = opGo
	case len(x.alt) > 0:
		x.alt = nil
	default:
		return false
	}
	return true
}

// lessSelect drops a case, or takes the operation of the only one.
func lessSelect(s slot) bool {
	x := s.at()
	if x.op != opSelect || len(x.body) == 0 {
		return false
	}
	if len(x.body) > 1 {
		x.body = x.body[:len(x.body)-1]
		return true
	}
	c := x.body[0]
	kinds := map[int]op{caseSend: opSend, caseRecv: opRecv, caseAwait: opAwait}
	o, ok := kinds[c.kind]
	if !ok {
		return false
	}
	*s.list = append((*s.list)[:s.i:s.i], append(append([]*stmt{{op: o, obj: c.obj}}, c.body...), (*s.list)[s.i+1:]...)...)
	return true
}
