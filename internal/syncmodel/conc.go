package syncmodel

// concRows are those of github.com/sourcegraph/conc. Its pools have the same
// methods under five types.
func concRows() map[Key]Row {
	const conc = "github.com/sourcegraph/conc"
	const pool, stream, iter = conc + "/pool", conc + "/stream", conc + "/iter"
	rows := map[Key]Row{
		{conc, "", "NewWaitGroup"}:              {Do: Nothing, Returns: New, Doc: "NewWaitGroup creates a new WaitGroup."},
		{conc, "WaitGroup", "Go"}:               {Do: GroupGo, Doc: "Go spawns a new goroutine in the WaitGroup."},
		{conc, "WaitGroup", "Wait"}:             {Do: GroupWait, Doc: "Wait will block until all goroutines spawned with Go exit."},
		{conc, "WaitGroup", "WaitAndRecover"}:   {Do: GroupWait, Doc: "WaitAndRecover will block until all goroutines spawned with Go exit."},
		{conc + "/panics", "Catcher", "Try"}:    {Do: RunInline, Doc: "Try executes f, catching any panic it might spawn."},
		{conc + "/panics", "", "Try"}:           {Do: RunInline, Doc: "Try executes f, catching and returning any panic it might spawn."},
		{pool, "", "New"}:                       {Do: Nothing, Returns: New, Doc: "New creates a new Pool."},
		{pool, "", "NewWithResults"}:            {Do: Nothing, Returns: New, Doc: "NewWithResults creates a new ResultPool for tasks with a result of type T."},
		{stream, "", "New"}:                     {Do: Nothing, Returns: New, Doc: "New creates a new Stream with default settings."},
		{stream, "Stream", "WithMaxGoroutines"}: {Do: Nothing, Returns: Receiver, Doc: "All callbacks will be executed by the same goroutine, whatever the number of those that run tasks."},
		{stream, "Stream", "Go"}:                {Do: StreamGo, Doc: "All submitted tasks will be executed concurrently in worker goroutines. All callbacks will be executed by the same goroutine."},
		{stream, "Stream", "Wait"}:              {Do: GroupWait, Doc: "Wait will not return until all tasks and callbacks have been run."},
	}
	for _, t := range []string{"Pool", "ErrorPool", "ContextPool", "ResultPool", "ResultErrorPool", "ResultContextPool"} {
		rows[Key{pool, t, "Go"}] = Row{Do: GroupGo, Doc: "Go submits a task to be run in the pool."}
		rows[Key{pool, t, "Wait"}] = Row{Do: GroupWait, Doc: "Wait cleans up spawned goroutines, propagating any panics that were raised by a tasks."}
		rows[Key{pool, t, "MaxGoroutines"}] = Row{Do: Nothing, Doc: "MaxGoroutines returns the maximum size of the pool."}
		rows[Key{pool, t, "WithMaxGoroutines"}] = Row{Do: GroupLimit, Bound: 1, Returns: Receiver, Doc: "WithMaxGoroutines limits the number of goroutines in a pool."}
		for _, with := range []string{"WithErrors", "WithContext", "WithCancelOnError", "WithFirstError", "WithFailFast", "WithCollectErrored"} {
			rows[Key{pool, t, with}] = Row{Do: Nothing, Returns: Receiver, Doc: "The configuration methods (With*) convert the pool; they panic if they are used after calling Go for the first time."}
		}
	}
	for _, t := range []string{"", "Iterator", "Mapper"} {
		for _, f := range []string{"ForEach", "ForEachIdx", "Map", "MapErr"} {
			rows[Key{iter, t, f}] = Row{Do: ManyGo, Arg: 1, Doc: "ForEach executes f in parallel over each element in input."}
		}
	}
	return rows
}
