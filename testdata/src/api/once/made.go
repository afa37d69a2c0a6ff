package once

// What a constructor always gives an object is not made again when it is needed.

type journal struct {
	lines map[string]int
	name  string
}

func newJournal(name string) *journal {
	return &journal{name: name, lines: map[string]int{}}
}

func (j *journal) all() map[string]int {
	if j.lines == nil {
		j.lines = map[string]int{}
	}
	return j.lines
}

func goodMadeByConstructor(names []string) {
	j := newJournal("a")
	for range names {
		go func() { _ = j.all() }()
	}
}

// A ledger is made with its lines, and without.
type ledger struct {
	lines map[string]int
	name  string
}

func newLedger(name string) *ledger {
	return &ledger{name: name, lines: map[string]int{}}
}

func newEmptyLedger(name string) *ledger { return &ledger{name: name} }

func (l *ledger) all() map[string]int {
	if l.lines == nil {
		l.lines = map[string]int{}
	}
	return l.lines
}

func badMadeWhenNeeded(names []string) {
	l := newEmptyLedger("a")
	for range names {
		go func() { _ = l.all() }() // want `instance-race`
	}
}

// A register forgets its lines.
type register struct{ lines map[string]int }

func newRegister() *register { return &register{lines: map[string]int{}} }

func (r *register) forget() { r.lines = nil }

func (r *register) all() map[string]int {
	if r.lines == nil {
		r.lines = map[string]int{}
	}
	return r.lines
}

func badMadeAgain(names []string) {
	r := newRegister()
	r.forget()
	for range names {
		go func() { _ = r.all() }() // want `instance-race`
	}
}
