package oracle

// An instr is one step of the abstract machine.
type instr struct {
	op   iop
	obj  int
	n    int
	to   int // where a jump, a branch not taken or a finished loop goes on
	pos  int
	code *code // what a fork runs
}

type iop uint8

const (
	iRead iop = iota
	iWrite
	iDecl
	iSend
	iRecv // to >= 0: of a range; go on there when the channel is closed
	iClose
	iAdd
	iDone
	iWait
	iLock
	iUnlock
	iRLock
	iRUnlock
	iFork
	iBranch
	iLoopInit
	iLoopTest
	iJump
	iEnd
)

// code is what one goroutine runs; calls are inlined.
type code struct {
	list []instr
	pos  int // of its fork
}

var simpleOps = map[Op]iop{
	Read: iRead, Write: iWrite, Decl: iDecl, Send: iSend, Recv: iRecv, Close: iClose, Add: iAdd, Done: iDone,
	Wait: iWait, Lock: iLock, Unlock: iUnlock, RLock: iRLock, RUnlock: iRUnlock,
}

type compiler struct {
	c       *code
	loops   int     // counters in use
	returns [][]int // jumps to patch at the end of each function
}

// compile translates what a goroutine runs; group counts it, -1 for none.
func compile(body []*Stmt, pos, group int) *code {
	k := &compiler{c: &code{pos: pos}}
	k.function(body)
	if group >= 0 {
		k.put(instr{op: iDone, obj: group, pos: pos})
	}
	k.put(instr{op: iEnd})
	return k.c
}

func (k *compiler) put(i instr) int {
	k.c.list = append(k.c.list, i)
	return len(k.c.list) - 1
}

func (k *compiler) here() int { return len(k.c.list) }

func (k *compiler) function(body []*Stmt) {
	k.returns = append(k.returns, nil)
	k.list(body)
	last := len(k.returns) - 1
	for _, at := range k.returns[last] {
		k.c.list[at].to = k.here()
	}
	k.returns = k.returns[:last]
}

func (k *compiler) list(list []*Stmt) {
	for _, s := range list {
		k.stmt(s)
	}
}

func (k *compiler) stmt(s *Stmt) {
	switch s.Op {
	case If:
		test := k.put(instr{op: iBranch, n: s.N, pos: s.Pos})
		k.list(s.Body)
		skip := k.put(instr{op: iJump})
		k.c.list[test].to = k.here()
		k.list(s.Else)
		k.c.list[skip].to = k.here()
	case Loop:
		slot := k.loops
		k.loops++
		k.put(instr{op: iLoopInit, obj: slot, n: s.N})
		test := k.put(instr{op: iLoopTest, obj: slot})
		k.list(s.Body)
		k.put(instr{op: iJump, to: test})
		k.c.list[test].to = k.here()
		k.loops--
	case Range:
		recv := k.put(instr{op: iRecv, obj: s.Obj, pos: s.Pos})
		k.list(s.Body)
		k.put(instr{op: iJump, to: recv})
		k.c.list[recv].to = k.here()
	case Call:
		k.function(s.Body)
	case Go, GroupGo:
		group := -1
		if s.Op == GroupGo {
			group = s.Obj
			k.put(instr{op: iAdd, obj: group, n: 1, pos: s.Pos})
		}
		k.put(instr{op: iFork, pos: s.Pos, code: compile(s.Body, s.Pos, group)})
	case Return:
		last := len(k.returns) - 1
		k.returns[last] = append(k.returns[last], k.put(instr{op: iJump}))
	default:
		in := instr{op: simpleOps[s.Op], obj: s.Obj, n: s.N, pos: s.Pos}
		if in.op == iRecv {
			in.to = -1
		}
		k.put(in)
	}
}
