package main

// An op is what a statement does.
type op uint8

// The statements. obj numbers a variable, channel, group, mutex, once, flag or
// context, as the statement needs.
const (
	opRead op = iota
	opWrite
	opAtomicAdd // an atomic operation on a variable
	opDecl      // a new variable for the rest of the block
	opSend
	opRecv
	opRange // receives, and runs body, until the channel is closed
	opClose
	opAdd // counts n up
	opDone
	opWait
	opLock
	opUnlock
	opRLock
	opRUnlock
	opLocked // runs body under the mutex, through a helper
	opOnce   // runs body once
	opStore  // sets the flag
	opLoad   // loads the flag and drops it
	opIfFlag // loads the flag: body or alt
	opCancel
	opAwait // waits for the end of the context
	opSelect
	opCase    // of a select: kind says which
	opGo      // forks body
	opGroupGo // forks body, which the group counts
	opIf      // body or alt; the condition n keeps its value, 0 has none
	opLoop    // runs body n times, as often as the parameter says if n is anyTrip
	opCall    // runs body as a function of its own
	opDefer   // runs body when the function returns
	opReturn
	opBreak
)

// anyTrip is a count that the program does not know.
const anyTrip = -1

// The kinds of a select's cases.
const (
	caseSend = iota
	caseRecv
	caseAwait
	caseTimeout
	caseDefault
)

// A style is how a body is written: where it stands, and how it gets at the
// objects. For a plain operation it says whether a helper does it.
type style uint8

const (
	inline   style = iota // a function literal; the operation itself
	params                // a function of its own that gets the objects as parameters
	method                // a method of the struct that holds the objects
	variable              // a function literal in a variable
	helper                // a literal handed to a function of the package
	foreign               // a literal handed to a function of another package
	numStyles
)

// A stmt is one statement.
type stmt struct {
	op        op
	obj, n    int
	kind      int
	style     style
	body, alt []*stmt // a select's body are its cases

	pos  int    // its line in the printed program: of the operation itself
	end  int    // of a literal: the line where it is called
	fork int    // of a fork: the line of the go statement
	slot int    // of a declaration: the variable's number
	help string // the helper that does it, "" for none
}

// A place is where the objects of a program live.
type place uint8

const (
	locals place = iota
	fields       // of a struct that a pointer refers to
	globals
	numPlaces
)

// A prog is one function and the objects it creates first.
type prog struct {
	main    bool // it is main.main
	place   place
	vars    int
	chans   []int // capacities, nilChan for a nil channel
	groups  int
	wrapped bool // groups are of a type of the package that wraps a WaitGroup
	mutexes int
	body    []*stmt

	slots int // variables and declarations
	end   int // the line of the closing brace
}

// nilChan is the capacity of a channel that was never made.
const nilChan = -1

// clone copies a program.
func (p *prog) clone() *prog {
	c := *p
	c.body = cloneAll(p.body)
	return &c
}

func cloneAll(list []*stmt) []*stmt {
	var out []*stmt
	for _, s := range list {
		c := *s
		c.body, c.alt = cloneAll(s.body), cloneAll(s.alt)
		out = append(out, &c)
	}
	return out
}

// size counts the statements.
func (p *prog) size() int { return sizeOf(p.body) }

func sizeOf(list []*stmt) int {
	n := 0
	for _, s := range list {
		n += 1 + sizeOf(s.body) + sizeOf(s.alt)
	}
	return n
}

// any reports whether the predicate holds of some statement.
func (p *prog) any(f func(*stmt) bool) bool { return anyOf(p.body, f) }

func anyOf(list []*stmt, f func(*stmt) bool) bool {
	for _, s := range list {
		if f(s) || anyOf(s.body, f) || anyOf(s.alt, f) {
			return true
		}
	}
	return false
}

// A thing is what a statement names: an object of one kind.
type thing struct {
	kind byte // v c g m o f x for variable … context, b for a condition, n for the trip count
	i    int
}

// name is what a thing is called everywhere.
func (t thing) name() string {
	switch t.kind {
	case 'v':
		return string("xyz"[t.i])
	case 'c':
		return string("cde"[t.i])
	case 'g':
		return [...]string{"wg", "vg"}[t.i]
	case 'm':
		return [...]string{"mu", "nu"}[t.i]
	case 'o':
		return "once"
	case 'f':
		return "flag"
	case 'x':
		return "ctx"
	case 'k':
		return "cancel"
	case 'b':
		return [...]string{"", "c1", "c2"}[t.i]
	}
	return "n"
}

// things lists what a statement itself names.
func (s *stmt) things() []thing {
	switch s.op {
	case opRead, opWrite, opAtomicAdd:
		return []thing{{'v', s.obj}}
	case opSend, opRecv, opRange, opClose:
		return []thing{{'c', s.obj}}
	case opAdd, opDone, opWait, opGroupGo:
		return append([]thing{{'g', s.obj}}, s.count()...)
	case opLock, opUnlock, opRLock, opRUnlock, opLocked:
		return []thing{{'m', s.obj}}
	case opOnce:
		return []thing{{'o', 0}}
	case opStore, opLoad, opIfFlag:
		return []thing{{'f', 0}}
	case opCancel:
		return []thing{{'k', 0}}
	case opAwait:
		return []thing{{'x', 0}}
	case opCase:
		switch s.kind {
		case caseSend, caseRecv:
			return []thing{{'c', s.obj}}
		case caseAwait:
			return []thing{{'x', 0}}
		}
	case opIf:
		if s.n > 0 {
			return []thing{{'b', s.n}}
		}
	case opLoop:
		return s.count()
	}
	return nil
}

// count is the trip count, if the statement names it.
func (s *stmt) count() []thing {
	if s.n == anyTrip {
		return []thing{{'n', 0}}
	}
	return nil
}
