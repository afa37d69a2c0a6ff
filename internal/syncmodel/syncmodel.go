// Package syncmodel is the table of what each library function does to
// goroutines: which it forks, what it releases and acquires, what it locks,
// when it blocks.
//
// Everything the linter knows of a library it knows from here. The rest of the
// code switches on actions, never on names, so that a new library is a row and
// a fixture. Each row quotes the sentence of the API's documentation that
// justifies it.
package syncmodel

import (
	"go/types"
)

// A Key names a function or method: the import path of its package, the name
// of its receiver's type ("" for a function), and its own name. It is taken
// from the origin of an instantiated function, so that generic receivers have
// one row.
type Key struct{ Pkg, Recv, Name string }

// Action is one thing that a library function does.
type Action uint8

// The actions. "The receiver" is the receiver of a method, or the first
// argument of a function where the row says so by Recv "".
const (
	Nothing       Action = iota // known, and of no consequence
	GroupGo                     // starts Arg in a goroutine that the receiver's Wait joins
	TimerGo                     // starts Arg later in a goroutine that nobody joins
	FinalizerGo                 // runs Arg in the finalizer goroutine
	ManyGo                      // runs Arg in many goroutines and waits for them
	RunInline                   // calls Arg here, and keeps it no longer than the call
	GroupAdd                    // adds argument 0 (or one, if there is none) to the receiver's counter
	GroupDone                   // takes one off the receiver's counter
	GroupWait                   // waits for the receiver's counter to be zero
	GroupLimit                  // limits the receiver to argument 0 goroutines at a time
	Lock                        // locks the receiver
	Unlock                      // unlocks the receiver
	RLock                       // locks the receiver for reading
	RUnlock                     // undoes RLock
	TryLock                     // may lock the receiver
	CondWait                    // unlocks, waits, locks again
	OnceDo                      // calls Arg unless the receiver did so before; returns after it has
	OnceFunc                    // returns a function that calls Arg once
	AtomicLoad                  // reads the receiver atomically
	AtomicStore                 // writes the receiver atomically
	AtomicBoth                  // reads and writes the receiver atomically
	WithCancel                  // returns a context and the function that cancels it
	CtxDone                     // returns the channel closed when the receiver is cancelled
	Background                  // returns a context that is never cancelled
	SameContext                 // returns a context that ends when the first argument does
	ServeForever                // blocks for as long as the server lives
	Shutdown                    // makes ServeForever return, and waits for what is in flight
	ExitProcess                 // ends the process
	FatalProcess                // prints and ends the process
	StopGoroutine               // ends the goroutine, running its deferred calls
	FatalTest                   // ends the goroutine of the test
	Sleep                       // lets time pass
	Yield                       // lets others run
	AtTestEnd                   // calls Arg when the test and its subtests have ended
	RunSubtest                  // runs Arg as a subtest
	ParallelTest                // lets the subtest go on only when its parent returns
	UseTest                     // fails if the test has ended
	BubbleRun                   // runs Arg in a bubble and waits for all of it
	BubbleWait                  // waits until all others in the bubble block
	StartProcess                // starts a process, with goroutines that copy its output
	WaitProcess                 // waits for the process and those goroutines
	MakePipe                    // returns two ends of one pipe
	ReleaseAll                  // publishes to whoever acquires the receiver
	AcquireAll                  // waits for a release of the receiver
	TimerStop                   // keeps the timer from firing, without waiting for it
	TimerReset                  // starts the timer anew
	MakeCond                    // returns a Cond whose lock is argument 0
	WriteThrough                // writes what argument Arg points to
	ReadRecv                    // reads the receiver, which is not safe for concurrent use
	WriteRecv                   // changes the receiver, which is not safe for concurrent use
)

// Forks reports whether the action starts goroutines.
func (a Action) Forks() bool {
	switch a {
	case GroupGo, TimerGo, FinalizerGo, ManyGo, StartProcess, RunSubtest:
		return true
	}
	return false
}

// A Row is one function of the table.
type Row struct {
	Do  Action
	Arg int    // the function-typed or pointer argument meant, receiver not counted
	Doc string // the sentence of the documentation that justifies the row
}

// Of returns the row of a function, or nil when the table does not know it.
func Of(fn *types.Func) *Row {
	if fn == nil || fn.Pkg() == nil {
		return nil
	}
	k := KeyOf(fn)
	if r, ok := table[k]; ok {
		return &r
	}
	return unsafeMethod(k)
}

// KeyOf returns the key of a function.
func KeyOf(fn *types.Func) Key {
	fn = fn.Origin()
	k := Key{Name: fn.Name()}
	if fn.Pkg() != nil {
		k.Pkg = fn.Pkg().Path()
	}
	if recv := fn.Signature().Recv(); recv != nil {
		k.Recv = typeName(recv.Type())
	}
	return k
}

func typeName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

// Forks reports whether the table knows functions of the package that start
// goroutines: without an import of such a package, and without a go statement,
// a package has nothing to analyze.
func Forks(pkg string) bool { return forkers[pkg] }

var forkers = func() map[string]bool {
	m := map[string]bool{}
	for k, r := range table {
		if r.Do.Forks() {
			m[k.Pkg] = true
		}
	}
	return m
}()

// Inline reports whether functions of the package call the functions they are
// given before they return, and never in another goroutine.
func Inline(pkg string) bool { return inline[pkg] }

var inline = map[string]bool{
	"sort": true, "slices": true, "maps": true, "strings": true, "bytes": true,
	"path/filepath": true, "io/fs": true, "go/ast": true, "regexp": true,
	"unicode": true, "iter": true, "container/ring": true, "bufio": true,
}

// IsGroup reports whether t is a type whose Wait joins goroutines and which
// must not be copied.
func IsGroup(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil {
		return false
	}
	return n.Obj().Pkg().Path() == "sync" && n.Obj().Name() == "WaitGroup"
}
