package event

// A Module is a function together with those that it forks, hands on or
// returns, its other callees spliced in: what another package must know of it.
type Module struct {
	// Funcs holds the function itself first. The FuncID of a Target is an index
	// into Funcs.
	Funcs []Func
	// Results tells, for each of Funcs, which functions its results are.
	Results [][]Target
	// Hidden lists the roots, in order, that no caller can get to know.
	Hidden []Loc
}

// Forks reports whether one of the functions starts a goroutine.
func (m *Module) Forks() bool {
	for i := range m.Funcs {
		for k := range m.Funcs[i].Blocks {
			for _, e := range m.Funcs[i].Blocks[k].Events {
				if e.Kind == Fork {
					return true
				}
			}
		}
	}
	return false
}

// HasSite reports whether events of the kind refer to a call site.
func (k Kind) HasSite() bool {
	return k == Fork || k == Call || k == AtEnd || k == BindFunc
}

// NeedsLoc reports whether events of the kind are nothing without a location.
func (k Kind) NeedsLoc() bool {
	switch k {
	case Access, Fresh, Release, Acquire, Lock, Unlock, Add, Escape, Uses, Serialize, Bind, Peek, Defused, Rearmed, Set:
		return true
	}
	return false
}

// Values marks the functions that callers get to run: those that a function
// returns, stores or hands to another, and what these fork.
func (m *Module) Values() []bool {
	value := make([]bool, len(m.Funcs))
	var mark func(t Target)
	mark = func(t Target) {
		if t.Func == NoFunc || value[t.Func] {
			return
		}
		value[t.Func] = true
		for _, c := range m.Funcs[t.Func].Calls {
			mark(c.Target)
		}
	}
	for i := range m.Funcs {
		for _, t := range m.Results[i] {
			mark(t)
		}
		for _, c := range m.Funcs[i].Calls {
			for _, a := range c.Args {
				mark(a.Fn)
			}
		}
		for _, b := range m.Funcs[i].Blocks {
			for _, e := range b.Events {
				if e.Kind == BindFunc {
					mark(m.Funcs[i].Calls[e.Call].Target)
				}
			}
		}
	}
	return value
}
