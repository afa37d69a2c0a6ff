package syncmodel

import "sync"

// table holds every row. It is made when first asked for: most processes of a
// run answer without.
var table = sync.OnceValue(func() map[Key]Row {
	return merge(
		syncRows(), atomicRows(), contextRows(), testRows(), processRows(), serverRows(), writeRows(), readRows(), mapRows(), fileRows(), reflectRows(),
		xsyncRows(), groupRows(), concRows(), pondRows(), pondV1Rows(), poolRows(), tombRows(), runRows(), loRows(), kubernetesRows(), testifyRows(), endRows(),
	)
})

func merge(parts ...map[Key]Row) map[Key]Row {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	all := make(map[Key]Row, n)
	for _, p := range parts {
		for k, r := range p {
			all[k] = r
		}
	}
	return all
}

func syncRows() map[Key]Row {
	return map[Key]Row{
		{"sync", "WaitGroup", "Add"}:           {Do: GroupAdd, Doc: "Add adds delta, which may be negative, to the WaitGroup task counter."},
		{"sync", "WaitGroup", "Done"}:          {Do: GroupDone, Doc: "In the terminology of the Go memory model, a call to Done \"synchronizes before\" the return of any Wait call that it unblocks."},
		{"sync", "WaitGroup", "Wait"}:          {Do: GroupWait, Doc: "Wait blocks until the WaitGroup task counter is zero."},
		{"sync", "WaitGroup", "Go"}:            {Do: GroupGo, Doc: "Go calls f in a new goroutine and adds that task to the WaitGroup. When f returns, the task is removed from the WaitGroup."},
		{"sync", "Mutex", "Lock"}:              {Do: Lock, Doc: "the n'th call to Unlock \"synchronizes before\" the m'th call to Lock for any n < m"},
		{"sync", "Mutex", "Unlock"}:            {Do: Unlock, Doc: "the n'th call to Unlock \"synchronizes before\" the m'th call to Lock for any n < m"},
		{"sync", "Mutex", "TryLock"}:           {Do: TryLock, Doc: "A successful call to TryLock is equivalent to a call to Lock."},
		{"sync", "RWMutex", "Lock"}:            {Do: Lock, Doc: "Lock locks rw for writing."},
		{"sync", "RWMutex", "Unlock"}:          {Do: Unlock, Doc: "Unlock unlocks rw for writing."},
		{"sync", "RWMutex", "RLock"}:           {Do: RLock, Doc: "RLock locks rw for reading."},
		{"sync", "RWMutex", "RUnlock"}:         {Do: RUnlock, Doc: "RUnlock undoes a single RLock call."},
		{"sync", "RWMutex", "TryLock"}:         {Do: TryLock, Doc: "TryLock tries to lock rw for writing and reports whether it succeeded."},
		{"sync", "RWMutex", "TryRLock"}:        {Do: TryLock, Doc: "TryRLock tries to lock rw for reading and reports whether it succeeded."},
		{"sync", "Locker", "Lock"}:             {Do: Lock, Doc: "A Locker represents an object that can be locked and unlocked."},
		{"sync", "Locker", "Unlock"}:           {Do: Unlock, Doc: "A Locker represents an object that can be locked and unlocked."},
		{"sync", "Cond", "Wait"}:               {Do: CondWait, Doc: "Wait atomically unlocks c.L and suspends execution of the calling goroutine. After later resuming execution, Wait locks c.L before returning."},
		{"sync", "Cond", "Signal"}:             {Do: ReleaseAll, Doc: "a call to Broadcast or Signal \"synchronizes before\" any Wait call that it unblocks"},
		{"sync", "Cond", "Broadcast"}:          {Do: ReleaseAll, Doc: "a call to Broadcast or Signal \"synchronizes before\" any Wait call that it unblocks"},
		{"sync", "", "NewCond"}:                {Do: MakeCond, Doc: "NewCond returns a new Cond with Locker l."},
		{"sync", "Once", "Do"}:                 {Do: OnceDo, Doc: "the return from f \"synchronizes before\" the return from any call of once.Do(f)"},
		{"sync", "", "OnceFunc"}:               {Do: OnceFunc, Doc: "OnceFunc returns a function that invokes f only once. The returned function may be called concurrently."},
		{"sync", "", "OnceValue"}:              {Do: OnceFunc, Doc: "OnceValue returns a function that invokes f only once and returns the value returned by f."},
		{"sync", "", "OnceValues"}:             {Do: OnceFunc, Doc: "OnceValues returns a function that invokes f only once and returns the values returned by f."},
		{"sync", "Map", "Range"}:               {Do: RunInline, Doc: "Range calls f sequentially for each key and value present in the map."},
		{"sync", "Pool", "Get"}:                {Do: Nothing, Doc: "a call to Put(x) \"synchronizes before\" a call to Get returning that same value x"},
		{"sync", "Pool", "Put"}:                {Do: Nothing, Doc: "a call to Put(x) \"synchronizes before\" a call to Get returning that same value x"},
		{"time", "", "AfterFunc"}:              {Do: TimerGo, Arg: 1, Doc: "AfterFunc waits for the duration to elapse and then calls f in its own goroutine."},
		{"time", "", "NewTimer"}:               {Do: Nothing, Doc: "NewTimer creates a new Timer that will send the current time on its channel after at least duration d."},
		{"time", "", "NewTicker"}:              {Do: Nothing, Doc: "NewTicker returns a new Ticker containing a channel that will send the current time on the channel after each tick."},
		{"time", "", "Tick"}:                   {Do: Nothing, Doc: "Tick is a convenience wrapper for NewTicker providing access to the ticking channel only."},
		{"time", "Timer", "Stop"}:              {Do: TimerStop, Doc: "Stop does not wait for f to complete before returning."},
		{"time", "Timer", "Reset"}:             {Do: TimerReset, Doc: "Reset changes the timer to expire after duration d."},
		{"time", "Ticker", "Stop"}:             {Do: TimerStop, Doc: "Stop turns off a ticker."},
		{"time", "Ticker", "Reset"}:            {Do: TimerReset, Doc: "Reset stops a ticker and resets its period to the specified duration."},
		{"time", "", "Sleep"}:                  {Do: Sleep, Doc: "Sleep pauses the current goroutine for at least the duration d."},
		{"runtime", "", "Gosched"}:             {Do: Yield, Doc: "Gosched yields the processor, allowing other goroutines to run."},
		{"runtime", "", "Goexit"}:              {Do: StopGoroutine, Doc: "Goexit terminates the goroutine that calls it."},
		{"runtime", "", "SetFinalizer"}:        {Do: FinalizerGo, Arg: 1, Doc: "A single goroutine runs all finalizers for a program, sequentially."},
		{"runtime", "", "AddCleanup"}:          {Do: FinalizerGo, Arg: 1, Doc: "A single goroutine runs all cleanup calls for a program, sequentially."},
		{"os", "", "Exit"}:                     {Do: ExitProcess, Doc: "The program terminates immediately; deferred functions are not run."},
		{"syscall", "", "Exit"}:                {Do: ExitProcess, Doc: "Exit ends the process."},
		{"log", "", "Fatal"}:                   {Do: FatalProcess, Doc: "Fatal is equivalent to Print followed by a call to os.Exit(1)."},
		{"log", "", "Fatalf"}:                  {Do: FatalProcess, Doc: "Fatalf is equivalent to Printf followed by a call to os.Exit(1)."},
		{"log", "", "Fatalln"}:                 {Do: FatalProcess, Doc: "Fatalln is equivalent to Println followed by a call to os.Exit(1)."},
		{"log", "Logger", "Fatal"}:             {Do: FatalProcess, Doc: "Fatal is equivalent to l.Print() followed by a call to os.Exit(1)."},
		{"log", "Logger", "Fatalf"}:            {Do: FatalProcess, Doc: "Fatalf is equivalent to l.Printf() followed by a call to os.Exit(1)."},
		{"log", "Logger", "Fatalln"}:           {Do: FatalProcess, Doc: "Fatalln is equivalent to l.Println() followed by a call to os.Exit(1)."},
		{"io", "", "Pipe"}:                     {Do: MakePipe, Doc: "each Write to the PipeWriter blocks until it has satisfied one or more Reads from the PipeReader that fully consume the written data"},
		{"io", "PipeWriter", "Close"}:          {Do: ReleaseAll, Doc: "Close closes the writer; subsequent reads from the read half of the pipe will return no bytes and EOF."},
		{"io", "PipeWriter", "CloseWithError"}: {Do: ReleaseAll, Doc: "CloseWithError closes the writer; subsequent reads from the read half of the pipe will return no bytes and the error err."},
		{"io", "PipeWriter", "Write"}:          {Do: ReleaseAll, Doc: "it will block until one or more readers have consumed all the data or the read end is closed"},
		{"io", "PipeReader", "Read"}:           {Do: AcquireAll, Doc: "it reads data from the pipe, blocking until a writer arrives or the write end is closed"},
		{"io", "PipeReader", "Close"}:          {Do: ReleaseAll, Doc: "subsequent writes to the write half of the pipe will return the error ErrClosedPipe"},
		{"io", "PipeReader", "CloseWithError"}: {Do: ReleaseAll, Doc: "subsequent writes to the write half of the pipe will return the error err"},
	}
}

func atomicRows() map[Key]Row {
	rows := map[Key]Row{}
	const doc = "if the effect of an atomic operation A is observed by atomic operation B, then A \"synchronizes before\" B"
	kinds := map[string]Action{
		"Load": AtomicLoad, "Store": AtomicStore, "Add": AtomicBoth, "Swap": AtomicBoth,
		"CompareAndSwap": AtomicBoth, "And": AtomicBoth, "Or": AtomicBoth,
	}
	for op, do := range kinds {
		for _, t := range []string{"Int32", "Int64", "Uint32", "Uint64", "Uintptr", "Pointer"} {
			rows[Key{"sync/atomic", "", op + t}] = Row{Do: do, Doc: doc}
		}
		for _, t := range []string{"Int32", "Int64", "Uint32", "Uint64", "Uintptr", "Pointer", "Bool", "Value"} {
			rows[Key{"sync/atomic", t, op}] = Row{Do: do, Doc: doc}
		}
	}
	return rows
}

func contextRows() map[Key]Row {
	return map[Key]Row{
		{"context", "", "WithCancel"}:        {Do: WithCancel, Doc: "The returned context's Done channel is closed when the returned cancel function is called or when the parent context's Done channel is closed, whichever happens first."},
		{"context", "", "WithCancelCause"}:   {Do: WithCancel, Doc: "WithCancelCause behaves like WithCancel but returns a CancelCauseFunc instead of a CancelFunc."},
		{"context", "", "WithTimeout"}:       {Do: WithCancel, Doc: "WithTimeout returns WithDeadline(parent, time.Now().Add(timeout))."},
		{"context", "", "WithTimeoutCause"}:  {Do: WithCancel, Doc: "WithTimeoutCause behaves like WithTimeout but also sets the cause."},
		{"context", "", "WithDeadline"}:      {Do: WithCancel, Doc: "The returned Context.Done channel is closed when the deadline expires, when the returned cancel function is called, or when the parent context's Done channel is closed."},
		{"context", "", "WithDeadlineCause"}: {Do: WithCancel, Doc: "WithDeadlineCause behaves like WithDeadline but also sets the cause."},
		{"context", "", "AfterFunc"}:         {Do: TimerGo, Arg: 1, Doc: "AfterFunc arranges to call f in its own goroutine after ctx is canceled."},
		{"context", "Context", "Done"}:       {Do: CtxDone, Doc: "Done returns a channel that's closed when work done on behalf of this context should be canceled."},
		{"context", "", "WithValue"}:         {Do: Nothing, Returns: Receiver, Doc: "WithValue returns a derived context that points to the parent Context: it has the parent's Done."},
		{"context", "", "Background"}:        {Do: Background, Doc: "Background returns a non-nil, empty Context. It is never canceled."},
		{"context", "", "WithoutCancel"}:     {Do: Background, Doc: "WithoutCancel returns a derived context that points to the parent context and is not canceled when parent is canceled."},
		{"context", "", "TODO"}:              {Do: Background, Doc: "TODO returns a non-nil, empty Context."},
		{"os/signal", "", "Notify"}:          {Do: SendOn, Arg: 0, Doc: "Notify causes package signal to relay incoming signals to c."},
		{"os/signal", "", "NotifyContext"}:   {Do: WithCancel, Doc: "NotifyContext returns a copy of the parent context that is marked done when one of the listed signals arrives, when the returned stop function is called, or when the parent context's Done channel is closed."},
	}
}

func testRows() map[Key]Row {
	rows := map[Key]Row{
		{"testing", "T", "Run"}:           {Do: RunSubtest, Arg: 1, Doc: "Run runs f in a separate goroutine and blocks until f returns or calls t.Parallel to become a parallel test."},
		{"testing", "T", "Parallel"}:      {Do: ParallelTest, Doc: "Parallel signals that this test is to be run in parallel with (and only with) other parallel tests."},
		{"testing", "B", "Run"}:           {Do: RunInline, Arg: 1, Doc: "Run benchmarks f as a subbenchmark with the given name."},
		{"testing", "F", "Fuzz"}:          {Do: RunInline, Arg: 0, Doc: "Fuzz runs the fuzz function, ff, for fuzz testing."},
		{"testing", "B", "RunParallel"}:   {Do: ManyGo, Arg: 0, Doc: "RunParallel runs a benchmark in parallel. It creates multiple goroutines and distributes b.N iterations among them."},
		{"testing/synctest", "", "Test"}:  {Do: BubbleRun, Arg: 1, Doc: "Test waits for all goroutines in the bubble to exit before returning."},
		{"internal/synctest", "", "Run"}:  {Do: BubbleRun, Arg: 0, Doc: "Run waits for all goroutines in the bubble to exit before returning."},
		{"internal/synctest", "", "Wait"}: {Do: BubbleWait, Doc: "Wait blocks until every goroutine within the current bubble, other than the current goroutine, is durably blocked."},
		{"testing/synctest", "", "Wait"}:  {Do: BubbleWait, Doc: "Wait blocks until every goroutine within the current bubble, other than the current goroutine, is durably blocked."},
	}
	for _, t := range []string{"T", "B", "F", "TB", "common"} {
		rows[Key{"testing", t, "Cleanup"}] = Row{Do: AtTestEnd, Doc: "Cleanup registers a function to be called when the test (or subtest) and all its subtests complete."}
		rows[Key{"testing", t, "Context"}] = Row{Do: TestContext, Doc: "Context returns a context that is canceled just before Cleanup-registered functions are called."}
		for _, m := range []string{"FailNow", "Fatal", "Fatalf", "Skip", "Skipf", "SkipNow"} {
			rows[Key{"testing", t, m}] = Row{Do: FatalTest, Doc: "FailNow marks the function as having failed and stops its execution by calling runtime.Goexit."}
		}
		for _, m := range []string{"Log", "Logf", "Error", "Errorf", "Fail"} {
			rows[Key{"testing", t, m}] = Row{Do: UseTest, Doc: "A test's goroutine that logs after the test has completed makes the test binary panic: \"Log in goroutine after Test has completed\"."}
		}
	}
	return rows
}

func processRows() map[Key]Row {
	return map[Key]Row{
		{"os/exec", "Cmd", "Start"}: {Do: StartProcess, Doc: "If Stdout is not an *os.File, a separate goroutine reads from the process over a pipe and delivers that data to the corresponding Writer; Wait does not complete until the goroutine reaches EOF."},
		{"os/exec", "Cmd", "Wait"}:  {Do: WaitProcess, Doc: "Wait waits for the command to exit and waits for any copying to stdin or copying from stdout or stderr to complete."},
	}
}

func serverRows() map[Key]Row {
	rows := map[Key]Row{}
	const doc = "ListenAndServe always returns a non-nil error; after Shutdown or Close it returns at once."
	const each = "Serve accepts incoming HTTP connections on the listener l, creating a new service goroutine for each."
	for m, handler := range map[string]int{"ListenAndServe": 1, "ListenAndServeTLS": 3, "Serve": 1, "ServeTLS": 1} {
		rows[Key{"net/http", "", m}] = Row{Do: ServeForever, Doc: doc, Also: &Row{Do: ServeGo, Arg: handler, Method: "ServeHTTP", Doc: each}}
		rows[Key{"net/http", "Server", m}] = Row{Do: ServeForever, Doc: doc}
	}
	for _, m := range []string{"NewServer", "NewTLSServer", "NewUnstartedServer"} {
		rows[Key{"net/http/httptest", "", m}] = Row{Do: ServeGo, Method: "ServeHTTP", Doc: each}
	}
	for _, on := range []string{"", "ServeMux"} {
		rows[Key{"net/http", on, "HandleFunc"}] = Row{Do: ServeGo, Arg: 1, Doc: each}
		rows[Key{"net/http", on, "Handle"}] = Row{Do: ServeGo, Arg: 1, Method: "ServeHTTP", Doc: each}
	}
	rows[Key{"net/http", "Server", "Shutdown"}] = Row{Do: Shutdown, Doc: "When Shutdown is called, Serve, ListenAndServe, and ListenAndServeTLS immediately return ErrServerClosed. Make sure the program doesn't exit and waits instead for Shutdown to return."}
	rows[Key{"net/http", "Server", "RegisterOnShutdown"}] = Row{Do: TimerGo, Doc: "RegisterOnShutdown registers a function to call on Server.Shutdown. This function should start protocol-specific graceful shutdown, but should not wait for shutdown to complete."}
	rows[Key{"google.golang.org/grpc", "Server", "Serve"}] = Row{Do: ServeForever, Doc: "Serve will return when Stop or GracefulStop is called."}
	rows[Key{"google.golang.org/grpc", "Server", "GracefulStop"}] = Row{Do: Drain, Doc: "It stops the server from accepting new connections and RPCs and blocks until all the pending RPCs are finished. Serve, once stopped, does \"block until done and return nil\" (server.go)."}
	rows[Key{"net/rpc", "", "Accept"}] = Row{Do: ServeForever, Doc: "Accept blocks; the caller typically invokes it in a go statement."}
	rows[Key{"net/rpc", "Server", "Accept"}] = Row{Do: ServeForever, Doc: "Accept blocks until the listener returns a non-nil error."}
	return rows
}
