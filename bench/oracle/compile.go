package main

// An instr is one step of the abstract machine.
type instr struct {
	op   iop
	obj  int
	n    int
	to   int // where a jump, a branch not taken or a finished loop goes on
	pos  int
	code *code // what a fork runs
	alts []alt // of a select
	dflt int   // of a select: where its default goes on, -1 for none
}

// An alt is one way to go on from a blocking operation.
type alt struct {
	op  iop
	obj int
	to  int
	pos int
	// closed is where a receive goes on that sees the channel closed.
	closed int
}

type iop uint8

const (
	iRead iop = iota
	iWrite
	iAtomic
	iDecl
	iSend
	iRecv
	iClose
	iAdd
	iDone
	iWait
	iLock
	iUnlock
	iRLock
	iRUnlock
	iOnce
	iOnceEnd
	iStore
	iLoad
	iFlag
	iCancel
	iAwait
	iTimeout
	iSelect
	iFork
	iBranch
	iLoopInit
	iLoopTest
	iDefer
	iDeferred
	iJump
	iEnd
	iReturn // of the function itself
)

// code is what one goroutine runs; calls are inlined.
type code struct {
	list []instr
	pos  int // of its fork
}

var simpleOps = map[op]iop{
	opRead: iRead, opWrite: iWrite, opAtomicAdd: iAtomic, opClose: iClose, opAdd: iAdd, opDone: iDone, opLock: iLock,
	opUnlock: iUnlock, opRLock: iRLock, opRUnlock: iRUnlock, opStore: iStore, opLoad: iLoad, opCancel: iCancel,
}

// frame is a function, a loop or a select while it is compiled.
type frame struct {
	leave    []int // jumps to patch at its end
	defers   []deferral
	isFunc   bool
	firstBit int // of its defers
}

// A deferral is a body with the variables that it sees.
type deferral struct {
	body []*stmt
	vars [3]int
}

type compiler struct {
	c      *code
	slots  *int
	vars   [3]int // the variable of each name
	loops  int    // counters in use
	bits   int    // of defers in use
	frames []*frame
}

// compile translates the program.
func (p *prog) compile() *code {
	slots := p.vars
	k := &compiler{c: &code{}, slots: &slots, vars: [3]int{0, 1, 2}}
	k.function(p.body)
	k.put(instr{op: iReturn})
	p.slots = slots
	return k.c
}

// task translates what a goroutine runs; group counts it, -1 for none.
func (k *compiler) task(s *stmt, group int) *code {
	t := &compiler{c: &code{pos: s.fork}, slots: k.slots, vars: k.vars}
	t.function(s.body)
	if group >= 0 {
		t.put(instr{op: iDone, obj: group, pos: s.pos})
	}
	t.put(instr{op: iEnd})
	return t.c
}

func (k *compiler) put(i instr) int {
	k.c.list = append(k.c.list, i)
	return len(k.c.list) - 1
}

func (k *compiler) here() int { return len(k.c.list) }

func (k *compiler) enter(isFunc bool) *frame {
	f := &frame{isFunc: isFunc, firstBit: k.bits}
	k.frames = append(k.frames, f)
	return f
}

// exit ends a frame: what leaves it goes on here.
func (k *compiler) exit() {
	f := k.frames[len(k.frames)-1]
	k.frames = k.frames[:len(k.frames)-1]
	for _, at := range f.leave {
		k.c.list[at].to = k.here()
	}
}

func (k *compiler) function(body []*stmt) {
	old := k.vars
	f := k.enter(true)
	k.list(body)
	k.exit()
	for i := len(f.defers) - 1; i >= 0; i-- {
		test := k.put(instr{op: iDeferred, obj: f.firstBit + i})
		k.vars = f.defers[i].vars
		k.function(f.defers[i].body)
		k.c.list[test].to = k.here()
	}
	k.vars = old
	k.bits = f.firstBit
}

func (k *compiler) list(list []*stmt) {
	old := k.vars
	for _, s := range list {
		k.stmt(s)
	}
	k.vars = old
}

// leave jumps out of the innermost function, or the innermost loop or select.
func (k *compiler) leave(fn bool) {
	i := len(k.frames) - 1
	for fn && !k.frames[i].isFunc {
		i--
	}
	k.frames[i].leave = append(k.frames[i].leave, k.put(instr{op: iJump}))
}

func (k *compiler) stmt(s *stmt) {
	switch s.op {
	case opIf, opIfFlag:
		kind := map[op]iop{opIf: iBranch, opIfFlag: iFlag}[s.op]
		test := k.put(instr{op: kind, n: s.n, pos: s.pos})
		k.list(s.body)
		skip := k.put(instr{op: iJump})
		k.c.list[test].to = k.here()
		k.list(s.alt)
		k.c.list[skip].to = k.here()
	case opLoop:
		slot := k.loops
		k.loops++
		k.put(instr{op: iLoopInit, obj: slot, n: s.n})
		k.enter(false)
		test := k.put(instr{op: iLoopTest, obj: slot})
		k.list(s.body)
		k.put(instr{op: iJump, to: test})
		k.exit()
		k.c.list[test].to = k.here()
		k.loops--
	case opRange:
		k.enter(false)
		recv := k.receive(s)
		k.list(s.body)
		k.put(instr{op: iJump, to: recv})
		k.exit()
		k.c.list[recv].alts[0].closed = k.here()
	case opSelect:
		k.selection(s)
	case opCall:
		k.function(s.body)
	case opLocked:
		k.put(instr{op: iLock, obj: s.obj, pos: s.pos})
		k.function(s.body)
		k.put(instr{op: iUnlock, obj: s.obj, pos: s.pos})
	case opOnce:
		once := k.put(instr{op: iOnce, pos: s.pos})
		k.function(s.body)
		k.put(instr{op: iOnceEnd, pos: s.pos})
		k.c.list[once].to = k.here()
	case opGo:
		k.put(instr{op: iFork, pos: s.fork, code: k.task(s, -1)})
	case opGroupGo:
		k.put(instr{op: iAdd, obj: s.obj, n: 1, pos: s.pos})
		k.put(instr{op: iFork, pos: s.fork, code: k.task(s, s.obj)})
	case opDefer:
		f := len(k.frames) - 1
		for !k.frames[f].isFunc {
			f--
		}
		k.put(instr{op: iDefer, obj: k.bits})
		k.bits++
		k.frames[f].defers = append(k.frames[f].defers, deferral{s.body, k.vars})
	case opReturn:
		k.leave(true)
	case opBreak:
		k.leave(false)
	default:
		k.simple(s)
	}
}

func (k *compiler) simple(s *stmt) {
	switch s.op {
	case opDecl:
		s.slot = *k.slots
		*k.slots++
		k.vars[s.obj] = s.slot
		k.put(instr{op: iDecl, obj: s.slot})
	case opRead, opWrite, opAtomicAdd:
		k.put(instr{op: simpleOps[s.op], obj: k.vars[s.obj], pos: s.pos})
	case opRecv:
		k.receive(s)
	case opSend, opWait, opAwait:
		kind := map[op]iop{opSend: iSend, opWait: iWait, opAwait: iAwait}[s.op]
		at := k.here() + 1
		k.put(instr{op: iSelect, pos: s.pos, dflt: -1, alts: []alt{{op: kind, obj: s.obj, to: at, closed: at, pos: s.pos}}})
	default:
		k.put(instr{op: simpleOps[s.op], obj: s.obj, n: s.n, pos: s.pos})
	}
}

func (k *compiler) receive(s *stmt) int {
	at := k.here() + 1
	return k.put(instr{op: iSelect, pos: s.pos, dflt: -1, alts: []alt{{op: iRecv, obj: s.obj, to: at, closed: at, pos: s.pos}}})
}

func (k *compiler) selection(s *stmt) {
	pos := s.pos
	if len(s.body) == 1 { // as good as its only case
		pos = s.body[0].pos
	}
	at := k.put(instr{op: iSelect, pos: pos, dflt: -1})
	k.enter(false)
	for _, c := range s.body {
		here := k.here()
		if c.kind == caseDefault {
			k.c.list[at].dflt = here
		} else {
			kind := [...]iop{iSend, iRecv, iAwait, iTimeout}[c.kind]
			k.c.list[at].alts = append(k.c.list[at].alts, alt{op: kind, obj: c.obj, to: here, closed: here, pos: pos})
		}
		k.list(c.body)
		f := k.frames[len(k.frames)-1]
		f.leave = append(f.leave, k.put(instr{op: iJump}))
	}
	k.exit()
}
