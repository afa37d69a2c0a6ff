// Package oracle decides small fork-join programs by brute force: it runs every
// interleaving with vector clocks that implement the Go memory model, and says
// what races, what is unfinished when the function returns, and what blocks.
//
// It supports the tests of the solver only. The class of the analysis is exact
// and exponential, which is why the solver is a dataflow instead; here it
// serves as the judge, since it shares no code and no idea with the solver but
// the meaning of an event.
package oracle

import (
	"fmt"
	"strings"
)

// Op is what a statement does.
type Op uint8

// The statements. Obj numbers a variable, a channel, a group or a mutex.
const (
	Read Op = iota
	Write
	Decl // a new variable Obj, as in the body of a loop
	Send
	Recv
	Range // receives, and runs Body, until the channel is closed
	Close
	Add // counts N up
	Done
	Wait
	Lock
	Unlock
	RLock
	RUnlock
	Go      // forks Body
	GroupGo // forks Body, which group Obj counts
	If      // Body or Else; the condition N keeps its value, 0 has none
	Loop    // runs Body N times
	Call    // runs Body as a function of its own
	Return
)

// A Stmt is one statement. Pos is its line in the printed program.
type Stmt struct {
	Op         Op
	Obj, N     int
	Body, Else []*Stmt
	ByParam    bool // Go: the task gets its objects as parameters
	Pos        int
	End        int // the line of the closing brace
}

// A Prog is one function and the objects it creates first.
type Prog struct {
	Vars    int
	Chans   []int // capacities
	Groups  int
	Mutexes int
	Main    []*Stmt
	End     int // the line of the closing brace
}

// Clone copies a program.
func (p *Prog) Clone() *Prog {
	c := *p
	c.Main = cloneAll(p.Main)
	return &c
}

func cloneAll(list []*Stmt) []*Stmt {
	var out []*Stmt
	for _, s := range list {
		c := *s
		c.Body, c.Else = cloneAll(s.Body), cloneAll(s.Else)
		out = append(out, &c)
	}
	return out
}

// Size counts the statements.
func (p *Prog) Size() int { return size(p.Main) }

func size(list []*Stmt) int {
	n := 0
	for _, s := range list {
		n += 1 + size(s.Body) + size(s.Else)
	}
	return n
}

// VarName, ChanName, GroupName and MutexName name the objects in print.
func VarName(i int) string { return string("xyz"[i]) }

// ChanName names a channel.
func ChanName(i int) string { return string("cde"[i]) }

// GroupName names a group.
func GroupName(i int) string { return [...]string{"wg", "vg"}[i] }

// MutexName names a mutex.
func MutexName(i int) string { return [...]string{"mu", "nu"}[i] }

// printer writes a program as Go and gives each statement its line.
type printer struct {
	b     strings.Builder
	line  int
	depth int
}

func (p *printer) put(format string, args ...any) int {
	p.line++
	fmt.Fprintf(&p.b, "%3d %s%s\n", p.line, strings.Repeat("    ", p.depth), fmt.Sprintf(format, args...))
	return p.line
}

// String prints the program as Go; it numbers the lines anew.
func (p *Prog) String() string {
	w := &printer{}
	var decls []string
	for i := range p.Vars {
		decls = append(decls, "var "+VarName(i)+" int")
	}
	for i, c := range p.Chans {
		decls = append(decls, fmt.Sprintf("%s := make(chan int, %d)", ChanName(i), c))
	}
	for i := range p.Groups {
		decls = append(decls, "var "+GroupName(i)+" group")
	}
	for i := range p.Mutexes {
		decls = append(decls, "var "+MutexName(i)+" sync.RWMutex")
	}
	w.put("func f() { %s", strings.Join(decls, "; "))
	w.depth++
	w.list(p.Main)
	w.depth--
	p.End = w.put("}")
	return w.b.String()
}

// Number gives each statement its line.
func (p *Prog) Number() { _ = p.String() }

func (w *printer) list(list []*Stmt) {
	for _, s := range list {
		w.stmt(s)
	}
}

func (w *printer) block(s *Stmt, format string, args ...any) {
	s.Pos = w.put(format, args...)
	w.depth++
	w.list(s.Body)
	w.depth--
}

func (w *printer) stmt(s *Stmt) {
	switch s.Op {
	case If:
		cond := "maybe()"
		if s.N != 0 {
			cond = fmt.Sprintf("cond%d", s.N)
		}
		w.block(s, "if %s {", cond)
		if len(s.Else) > 0 {
			w.put("} else {")
			w.depth++
			w.list(s.Else)
			w.depth--
		}
		s.End = w.put("}")
	case Loop:
		w.block(s, "for range %d {", s.N)
		s.End = w.put("}")
	case Range:
		w.block(s, "for range %s {", ChanName(s.Obj))
		s.End = w.put("}")
	case Call, Go:
		by := ""
		if s.ByParam {
			by = " // its objects as parameters"
		}
		w.block(s, "%sfunc() {%s", map[Op]string{Go: "go "}[s.Op], by)
		s.End = w.put("}()")
	case GroupGo:
		w.block(s, "%s.Go(func() {", GroupName(s.Obj))
		s.End = w.put("})")
	default:
		s.Pos = w.put("%s", s.simple())
	}
}

func (s *Stmt) simple() string {
	switch s.Op {
	case Read:
		return "_ = " + VarName(s.Obj)
	case Write:
		return VarName(s.Obj) + " = 1"
	case Decl:
		return "var " + VarName(s.Obj) + " int"
	case Send:
		return ChanName(s.Obj) + " <- 1"
	case Recv:
		return "<-" + ChanName(s.Obj)
	case Close:
		return "close(" + ChanName(s.Obj) + ")"
	case Add:
		return fmt.Sprintf("%s.Add(%d)", GroupName(s.Obj), s.N)
	case Done:
		return GroupName(s.Obj) + ".Done()"
	case Wait:
		return GroupName(s.Obj) + ".Wait()"
	case Lock:
		return MutexName(s.Obj) + ".Lock()"
	case Unlock:
		return MutexName(s.Obj) + ".Unlock()"
	case RLock:
		return MutexName(s.Obj) + ".RLock()"
	case RUnlock:
		return MutexName(s.Obj) + ".RUnlock()"
	case Return:
		return "return"
	}
	return fmt.Sprintf("op %d", s.Op)
}
