package event

// FuncID numbers a function of the package; NoFunc is none.
type FuncID int32

// NoFunc is the absence of a function.
const NoFunc FuncID = -1

// Kind is the kind of an event.
type Kind uint8

const (
	// Access reads or writes Loc.
	Access Kind = iota
	// Fresh creates the root Loc anew; what older instances did to it is another matter.
	Fresh
	// Release publishes all that came before to whoever acquires Loc.
	Release
	// Acquire waits for, or observes, a release of Loc.
	Acquire
	// Lock takes the mutex Loc, Unlock gives it back.
	Lock
	// Unlock gives back the mutex Loc.
	Unlock
	// Add adds N to the counter of the group Loc.
	Add
	// Fork starts Calls[Call] in a goroutine of its own.
	Fork
	// Call runs Calls[Call] here.
	Call
	// AtEnd registers Calls[Call] to run when the enclosing test ends.
	AtEnd
	// Escape hands Loc to code out of sight, which may release or acquire it.
	Escape
	// JoinAll waits until every goroutine forked so far is done or blocked.
	JoinAll
	// Forever blocks and never goes on by itself (select {}, a server's Serve).
	Forever
	// Exit ends the process.
	Exit
	// Stop ends the goroutine (Goexit, t.FailNow).
	Stop
	// Sleep lets time pass or yields, and orders nothing.
	Sleep
	// Parallel marks the place where a subtest pauses until its parent returns.
	Parallel
	// Uses records a use of a test's handle Loc (t.Log, t.Error, …).
	Uses
	// Serialize makes the group Loc run its tasks one at a time.
	Serialize
	// Copied passes a by-value copy of the sync object Loc to Calls[Call].
	Copied
	// Bind stores in the variable Loc a reference to the object Val.
	Bind
	// BindFunc stores in the variable Loc the function of Calls[Call].
	BindFunc
	// Peek looks at how the tasks of the group Loc are doing and waits for none:
	// the caller may see that they are done.
	Peek
	// Defused says that the timer Loc has not fired and will not, or with OpShutdown that
	// no server is being shut down.
	Defused
	// Rearmed says that the timer Loc will fire after all.
	Rearmed
	// Set stores the constant N in the variable Loc, or something that is NonZero,
	// or Unknown; in a struct all its parts.
	Set
	// Output is where work leaves the program, as by a write to a file: if the program
	// ends before, it is lost.
	Output
	// Unmade says that the root Loc does not exist yet: the variable that it will be kept in
	// has just come into being.
	Unmade
	// NumKinds is the number of kinds.
	NumKinds
)

// Op says by which operation an event came about, for counting and messages.
type Op uint8

// The operations.
const (
	OpNone Op = iota
	OpSend
	OpRecv
	OpClosed // a receive that saw the channel closed
	OpClose
	OpDone
	OpWait
	OpGroupGo
	OpLock
	OpRLock
	OpCancel
	OpCtxDone
	OpAtomic
	OpFlag // a variable tested in a branch, published under a lock; an Access that a function answers with
	OpOnce
	OpTimer
	OpTestEnd
	OpProcess // os/exec
	OpPipe
	OpShutdown
	OpServe
	OpFatal // a Stop by t.Fatal and its kin, or an Exit by log.Fatal
	OpFail  // a use of a test's handle that fails the test
	OpRangeEnd
	OpCond       // a sync.Cond's Wait
	OpNil        // a Forever: an operation on a nil channel
	OpNoCase     // a Forever: a select without cases
	OpNoSender   // a Forever: a receive from Loc, on which nobody ever sends
	OpNoReceiver // a Forever: a send on Loc, from which nobody ever receives
	OpKept       // an Escape: what the elements of Loc refer to is kept among the elements of another slice
	OpFeed       // an Escape: code out of sight sends on the channel Loc, and does nothing else with it
	OpGiveUp     // an Escape: the group Loc is told to start or do no more, and nobody waits

	NumOps // the number of operations
)

// Flags of an event.
type Flags uint16

// The flags.
const (
	Write    Flags = 1 << iota // the access writes
	Atomic                     // the access is atomic
	Branch                     // the value read decides a branch
	Read                       // the lock is a read lock
	Select                     // the operation is a case of a select
	Try                        // the operation never blocks (a select with default, TryLock); of an Unlock: only if it is locked
	Deferred                   // the operation was deferred
	MapOp                      // the access is to a map object
	AppendOp                   // the written value is an append to the same variable
	ErrVar                     // the variable is an error variable
	Result                     // the variable is a named result
	LoopVar                    // the write is the loop's own update of its variable
	ArgEval                    // the access evaluates an argument of a go statement
	Answer                     // what is received is used, and it is no mere signal
	Implied                    // the event stands for what a library does inside; of an Escape: a Bind or a send says where to; of a Forever: it is one on purpose
	Lent                       // of an Escape: the argument of a function in a variable, such as an option, which mostly does not keep it
)

// An Event is one step of a function.
type Event struct {
	Kind  Kind
	Op    Op
	Flags Flags
	Loc   Loc
	N     int32 // Add: the delta, or Unknown; Set: see there; Acquire: ByClock or 0; Release: Drained or 0
	Key   int32 // Add: number of the expression that gives an unknown delta; Escape: the call site that it stands for unless that is known
	Call  int32 // Fork, Call, AtEnd, Copied: index into Func.Calls
	Pos   Pos
	Via   Pos // the call in the outermost function through which it happens
	At    Pos // the call of a declared function through which it happens, as written in the function around it
	// Val is the object that a Bind or a send hands on; of a receive, the root
	// that stands for what is received.
	Val Loc
}

// Has reports whether all the given flags are set.
func (e *Event) Has(f Flags) bool { return e.Flags&f == f }

// HandsOut reports whether the event hands Loc to code out of sight that may
// wait for goroutines through it.
func (e *Event) HandsOut() bool {
	return e.Kind == Escape && !e.ForSearch() && e.Op != OpGiveUp
}

// Decides reports whether what an access reads decides on a branch: here or, as the answer
// of a function, where that is called.
func (e *Event) Decides() bool { return e.Has(Branch) || e.Op == OpFlag }

// Unknown is a count that is not known.
const Unknown = -1

// NonZero is a value of which is known only that it is not zero.
const NonZero = -3

// ByClock is the N of an Acquire that waits for a time to come: nobody but a clock sends there.
const ByClock = 1

// Drained is the N of a Release with OpShutdown after which Serve returns only when nothing is
// in flight any more.
const Drained = 1

// Tallied is the Trip of a loop that runs as often as the function has counted
// by itself, so that it is no input that could be anything.
const Tallied = -2

// Stuck reports whether the event blocks for ever by construction.
func (e *Event) Stuck() bool {
	if e.Kind != Forever {
		return false
	}
	switch e.Op {
	case OpNil, OpNoCase, OpNoSender, OpNoReceiver:
		return true
	}
	return false
}

// ForSearch reports whether the event is an Escape that only the search for
// goroutines that block for ever has to know: nobody is handed a way to join.
func (e *Event) ForSearch() bool {
	return e.Kind == Escape && (e.Op == OpServe || e.Op == OpKept)
}

// Always stands for the number of a condition that is known to hold.
const Always int32 = -1

// An Edge leads from one block to another.
type Edge struct {
	To   int32
	Cond int32 // number of the branch condition, 0 if none
	Neg  bool  // the edge is taken when the condition is false
	Err  bool  // the condition tests whether there was an error
	Turn bool  // the condition tests which round of a loop it is
	Told bool  // the condition is about what the function was told: parameters, captured variables, messages
	Test Loc   // the variable that the condition compares with a constant, NoLoc if it does not
	Is   int32 // that constant; of booleans, pointers and the like only zero
	Same bool  // the edge is taken when they are equal
	Held bool  // the condition is about what an object holds, or of what kind an error is: whoever changes that can know what is done then
	// Steady counts the loops around the branch, from the innermost, in all rounds of which
	// the condition is the same; known in the package itself only.
	Steady uint8
	One    bool // of the goroutines that the rounds of a loop start, one alone takes the edge; known in the package itself only
	Fail   bool // the edge is taken when there was one; known in the function itself only
}

// Fails reports whether the edge is the one taken after an error.
func (e *Edge) Fails() bool { return e.Err && e.Neg }

// Allows reports whether the edge can be taken when the variable that it tests
// has the value: a constant, NonZero or Unknown.
func (e *Edge) Allows(value int32) bool {
	switch {
	case value >= 0:
		return (value == e.Is) == e.Same
	case value == NonZero && e.Is == 0:
		return !e.Same
	}
	return true
}

// Tells is the value of the variable that the edge tests when it is taken.
func (e *Edge) Tells() int32 {
	switch {
	case e.Same:
		return e.Is
	case e.Is == 0:
		return NonZero
	}
	return Unknown
}

// A Block is a straight line of events.
type Block struct {
	Events  []Event
	Succs   []Edge
	Return  bool  // the function returns at the end
	RetPos  Pos   // where
	Ret     Ret   // with what error
	RetCond int32 // number of the condition that the error it returns is nil, 0 if there is none
	Bare    bool  // it returns nothing but an error; known in the function itself only
	Trip    int32 // a loop header: how often the loop's body runs, or Unknown, or Tallied
	Key     int32 // a loop header: number of the expression that bounds an unknown Trip
	Endless bool  // a loop header: the loop has no condition of its own
	AtEnd   bool  // a loop header: the loop's own condition is tested at the end of a round, as in a range over an integer
	// Select marks a block that ends in a select: each edge but the one to the
	// default leads to a block that starts with the case's operation.
	Select bool
	SelPos Pos // where the select is
}

// Ret says with what error a function returns, if its last result is one.
type Ret uint8

// The ways to return.
const (
	RetAnyhow Ret = iota // nothing is known of an error
	RetOK                // without one
	RetFailed            // with one
	RetTrue              // with true as its last result
	RetFalse             // with false
)

// ForkKind says how a goroutine is started.
type ForkKind uint8

// The kinds of fork.
const (
	GoStmt    ForkKind = iota // a go statement
	Group                     // a group's Go method: the group's Wait joins it
	Timer                     // time.AfterFunc and its kin: nobody joins it
	Subtest                   // the rest of a subtest after t.Parallel
	Many                      // b.RunParallel, ForEach: many instances, joined by the call
	Library                   // a goroutine inside a library, which does Effects
	Finalizer                 // runtime.SetFinalizer, AddCleanup
	Handler                   // http.HandleFunc and its kin: many instances, one for each request, from when nobody knows on
)

// A Target is what a call runs: a function of the package, what a parameter or
// a variable stands for, or unknown (both zero).
type Target struct {
	Func  FuncID // NoFunc if not known
	Param Loc    // the root of a function-typed parameter, or what a variable refers to
}

// Known reports whether the target is known, or will be at a call.
func (t Target) Known() bool { return t.Func != NoFunc || t.Param != NoLoc }

// An Arg is what is passed for one parameter.
type Arg struct {
	Loc Loc    // the object it refers to, or the variable it is a copy of
	Fn  Target // the function it is
}

// A CallSite is one static place that calls, forks or registers a function.
type CallSite struct {
	ID      int32 // unique in the package
	Target  Target
	Args    []Arg
	Results []Loc // roots that stand for the results in the caller
	Kind    ForkKind
	Handle  Loc // the group, timer or test it belongs to
	Pos     Pos
	Effects []Event // Library: what the goroutine does
	Else    FuncID  // Fork: what stands for the target as long as that is not known, counted from one; 0 for nothing
	If      int32   // number of the condition that the error of the call is nil, 0 if nobody asks: else a Library has started nothing
}

// A Func is what one function does, calls not yet followed.
type Func struct {
	ID      FuncID
	Name    string
	Blocks  []Block // block 0 is the entry
	Calls   []CallSite
	Params  []Loc // the roots of the parameters, receiver first
	Results []Loc // what the results refer to, NoLoc where unknown
	Own     []Loc // the roots that each activation creates anew
	Pos     Pos
	Literal bool   // it is written within another function, or made up
	Within  FuncID // of a literal: the function that it is written in, NoFunc if it is made up
	Foreign bool   // it is known from the summary of another package: all positions are Elsewhere
}
