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
	"slices"
	"sync"
)

// A Key names a function or method: the import path of its package, the name
// of its receiver's type ("" for a function), and its own name. It is taken
// from the origin of an instantiated function, so that generic receivers have
// one row.
type Key struct{ Pkg, Recv, Name string }

// Action is one thing that a library function does.
type Action uint8

// The actions. "The receiver" is the receiver of a method, or the first
// argument of a function where the row says so by Recv "". Where Arg is the
// variadic parameter, each function passed for it is meant.
const (
	Nothing       Action = iota // known, and of no consequence
	Go                          // starts Arg in a goroutine that nothing waits for by itself
	GroupGo                     // starts Arg in a goroutine that the receiver's Wait joins
	StreamGo                    // is GroupGo, and runs the functions that the tasks return one after the other
	GoAll                       // starts each Arg in a goroutine of its own and waits for them
	KeepTask                    // keeps Arg, to be started by the receiver (or by what is returned) later
	KeepStop                    // keeps Arg, which RunKept calls to stop the tasks
	GoKept                      // starts the task kept last, as GroupGo does
	RunKept                     // starts the tasks kept, each in a goroutine, calls what is kept to stop them, and waits
	TimerGo                     // starts Arg later in a goroutine that nobody joins
	FinalizerGo                 // runs Arg in the finalizer goroutine
	ManyGo                      // runs Arg in many goroutines and waits for them
	ServeGo                     // keeps Arg, and runs it in a goroutine for each request
	RunInline                   // calls Arg here, and keeps it no longer than the call
	RunUntil                    // calls Arg here, again and again, until the channel or context Bound ends, or for ever
	GroupAdd                    // adds argument 0 (or one, if Arg is NoArg) to the receiver's counter
	GroupDone                   // takes one off the receiver's counter
	GroupWait                   // waits for the receiver's counter to be zero
	GroupPeek                   // tells of the receiver's tasks how many there are, by which the caller may see that they are done
	GroupStop                   // keeps the receiver's tasks from starting or going on, without waiting for them
	GroupLimit                  // limits the receiver, or what is returned, to Bound goroutines at a time
	SemAcquire                  // takes as much as Arg says from the receiver's weight
	SemRelease                  // gives as much as Arg says back to it
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
	TestContext                 // returns a context that is cancelled when the test has returned
	ServeForever                // blocks for as long as the server lives
	Shutdown                    // makes ServeForever return, and waits for what is in flight
	Drain                       // the same, and ServeForever returns when it is through
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
	SendOn                      // sends on the channel Arg from now on, and never closes it
	ReleaseAll                  // publishes to whoever acquires the receiver
	AcquireAll                  // waits for a release of the receiver
	TimerStop                   // keeps the timer from firing, without waiting for it
	TimerReset                  // starts the timer anew
	Announce                    // makes or changes what has the name Arg in the world outside
	LookFor                     // looks for what has the name Arg there
	MakeCond                    // returns a Cond whose lock is argument 0
	WriteThrough                // writes what argument Arg points to, or its elements
	ReadThrough                 // reads what argument Arg points to, or its elements
	ReadElements                // reads the elements of the slice or map that Arg is
	UseStream                   // reads from or writes to the reader or writer Arg
	HandOut                     // does with its arguments what is not known
	Reflect                     // returns a reflect.Value of argument 0
	ReadRecv                    // reads the receiver, which is not safe for concurrent use
	WriteRecv                   // changes the receiver, which is not safe for concurrent use
)

// OnlyMemory reports whether the action reads and writes memory and does nothing
// else that another goroutine could notice.
func (a Action) OnlyMemory() bool {
	switch a {
	case Nothing, WriteThrough, ReadThrough, ReadElements, UseStream, HandOut, Reflect, ReadRecv, WriteRecv:
		return true
	}
	return false
}

// Locks reports whether the function takes a lock or gives it back.
func (a Action) Locks() bool { return a == Lock || a == Unlock || a == RLock || a == RUnlock }

// Forks reports whether the action starts goroutines.
func (a Action) Forks() bool {
	switch a {
	case Go, GroupGo, StreamGo, GoAll, GoKept, RunKept, TimerGo, FinalizerGo, ManyGo, ServeGo, StartProcess, RunSubtest:
		return true
	}
	return false
}

// Result says what a call returns, as far as it matters to goroutines. Of
// several results it is the first.
type Result uint8

// The results.
const (
	Unknown  Result = iota
	New             // an object of its own
	Receiver        // the receiver itself, under another type perhaps
	Part            // an object of its own; whoever waits for the receiver waits for it too
	TaskOnly        // a handle whose Wait joins the task that the call started
	TaskChan        // a channel on which the task sends its result, once
	WaitChan        // a channel that is closed when the receiver's counter is zero
)

// NoArg is the Arg of a row that means no argument where the action could have one.
const NoArg = -1

// A Row is one function of the table.
type Row struct {
	Do      Action
	Returns Result
	Arg     int    // the function-typed or pointer argument meant, receiver not counted
	Bound   int    // the argument, counted from one, that bounds how many goroutines run at once, or that ends the call; 0 if none does
	Method  string // Arg is an interface value, and this method of it is the function meant
	Doc     string // the sentence of the documentation that justifies the row
	Also    *Row   // what else the function does
}

// Of returns the row of a function, or nil when the table does not know it. The
// receiver's type is that of the value it is called on: for a method that an
// interface has from another one, the row may be that of either.
func Of(fn *types.Func, recv types.Type) *Row {
	if fn == nil || fn.Pkg() == nil {
		return nil
	}
	if n := named(recv); n != nil && types.IsInterface(n) && n.Obj().Pkg() != nil {
		if r := row(fn, Key{n.Obj().Pkg().Path(), n.Obj().Name(), fn.Name()}); r != nil {
			return r
		}
	}
	if r := row(fn, KeyOf(fn)); r != nil {
		return r
	}
	if failsNow(fn) {
		return row(fn, Key{"testing", "TB", "FailNow"})
	}
	return nil
}

// failsNow reports whether a method is that of an interface which stands for
// *testing.T in packages of assertions, so as not to import testing.
func failsNow(fn *types.Func) bool {
	sig := fn.Signature()
	return fn.Name() == "FailNow" && sig.Recv() != nil && types.IsInterface(sig.Recv().Type()) && sig.Params().Len() == 0 && sig.Results().Len() == 0
}

func row(fn *types.Func, k Key) *Row {
	unsafe := unsafeMethod(k)
	if r, ok := table()[k]; ok {
		if unsafe != nil {
			r.Also = unsafe
		}
		return &r
	}
	if unsafe == nil {
		unsafe = constructor(fn)
	}
	return unsafe
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
	if n := named(t); n != nil {
		return n.Obj().Name()
	}
	return ""
}

// named is the named type that t is or points to, or nil.
func named(t types.Type) *types.Named {
	if t == nil {
		return nil
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, _ := types.Unalias(t).(*types.Named)
	return n
}

// ForkNames lists the functions and methods of a package that start goroutines, and
// what lets subtests run at once. A package without a go statement, that names
// none of those of its imports, has nothing to analyze.
func ForkNames(pkg string) []string { return namesOf(pkg).forks }

// MeetNames lists the functions and methods of a package in ForkNames that are more
// than a use of memory: what calls one of them can have something to say to its own
// callers.
func MeetNames(pkg string) []string { return namesOf(pkg).meets }

// ServeNames lists the functions and methods of a package that keep a function to run
// it for each request. What that does is the business of the package that hands it over.
func ServeNames(pkg string) []string { return namesOf(pkg).serves }

type packageNames struct{ forks, meets, serves []string }

//go:generate go test -run ^TestTableNames$ -update

// namesOf looks up a package. Most units ask for the names of their imports and for
// nothing else, so that of the rows that come with the package they are written down
// (see names.go), and the table is not made for them.
var namesOf = func(pkg string) packageNames {
	for i := range tableNames {
		if tableNames[i].pkg == pkg {
			return tableNames[i].packageNames
		}
	}
	return packageNames{}
}

// collectNames is what namesOf looks up, taken from the table.
func collectNames() map[string]packageNames {
	m := map[string]packageNames{}
	for k, r := range table() {
		n := m[k.Pkg]
		for row := &r; row != nil; row = row.Also {
			if row.Do == ServeGo {
				n.serves = append(n.serves, k.Name)
				continue
			}
			if !row.Do.OnlyMemory() {
				n.meets = append(n.meets, k.Name)
			}
			if row.Do.Forks() && row.Do != RunSubtest || row.Do == ParallelTest { // a subtest that is not parallel runs here
				n.forks = append(n.forks, k.Name)
			}
		}
		m[k.Pkg] = n
	}
	for pkg, n := range m {
		if len(n.forks) == 0 {
			delete(m, pkg)
			continue
		}
		slices.Sort(n.forks)
		slices.Sort(n.meets)
		slices.Sort(n.serves)
		m[pkg] = packageNames{slices.Compact(n.forks), slices.Compact(n.meets), slices.Compact(n.serves)}
	}
	return m
}

// Inline reports whether functions of the package call the functions they are
// given before they return, and never in another goroutine.
func Inline(pkg string) bool { return inline[pkg] }

var inline = map[string]bool{
	"sort": true, "slices": true, "maps": true, "strings": true, "bytes": true,
	"path/filepath": true, "io/fs": true, "go/ast": true, "regexp": true,
	"unicode": true, "iter": true, "container/ring": true, "bufio": true,
	"math/rand": true, "math/rand/v2": true,
}

// Walks reports whether a function calls the one that it is given once for each of what it
// finds: "Walk walks the file tree rooted at root, calling fn for each file or directory in
// the tree, including root".
func Walks(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "path/filepath", "io/fs", "go/ast":
		return true
	}
	switch fn.Name() { // whoever calls it in a goroutine calls it otherwise
	case "Walk", "WalkDir", "Each", "ForEach", "Range", "Iterate", "Visit", "Ascend", "Descend":
		return true
	}
	return false
}

// IsGroup reports whether t is a type whose Wait joins goroutines and which
// must not be copied.
func IsGroup(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || types.IsInterface(n) {
		return false
	}
	return groups()[[2]string{n.Obj().Pkg().Path(), n.Obj().Name()}]
}

// groups are the types with a method that waits for a counter.
var groups = sync.OnceValue(func() map[[2]string]bool {
	m := map[[2]string]bool{}
	for k, r := range table() {
		if r.Do == GroupWait && k.Recv != "" {
			m[[2]string{k.Pkg, k.Recv}] = true
		}
	}
	return m
})
