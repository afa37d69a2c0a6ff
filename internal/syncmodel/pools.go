package syncmodel

// poolRows are pools of workers that are handed functions.
func poolRows() map[Key]Row {
	return map[Key]Row{
		{"github.com/panjf2000/ants/v2", "", "Submit"}:  {Do: Go, Doc: "Submit submits a task to pool."},
		{"github.com/panjf2000/ants/v2", "", "Release"}: {Do: Nothing, Doc: "Release Closes the default pool."},

		{"github.com/panjf2000/ants/v2", "", "NewPool"}:                     {Do: GroupLimit, Bound: 1, Returns: New, Doc: "NewPool instantiates a Pool with customized options."},
		{"github.com/panjf2000/ants/v2", "", "NewPoolWithFunc"}:             {Do: GroupLimit, Bound: 1, Returns: New, Doc: "NewPoolWithFunc instantiates a PoolWithFunc with customized options.", Also: &Row{Do: KeepTask, Arg: 1}},
		{"github.com/panjf2000/ants/v2", "", "NewPoolWithFuncGeneric"}:      {Do: GroupLimit, Bound: 1, Returns: New, Doc: "NewPoolWithFuncGeneric instantiates a PoolWithFuncGeneric[T] with customized options.", Also: &Row{Do: KeepTask, Arg: 1}},
		{"github.com/panjf2000/ants/v2", "", "NewMultiPool"}:                {Do: Nothing, Returns: New, Doc: "NewMultiPool instantiates a MultiPool with a size of the pool list and a size per pool, and the load-balancing strategy."},
		{"github.com/panjf2000/ants/v2", "", "NewMultiPoolWithFunc"}:        {Do: KeepTask, Arg: 2, Returns: New, Doc: "NewMultiPoolWithFunc instantiates a MultiPoolWithFunc with a size of the pool list and a size per pool."},
		{"github.com/panjf2000/ants/v2", "", "NewMultiPoolWithFuncGeneric"}: {Do: KeepTask, Arg: 2, Returns: New, Doc: "NewMultiPoolWithFuncGeneric instantiates a MultiPoolWithFuncGeneric with a size of the pool list and a size per pool."},

		{"github.com/panjf2000/ants/v2", "Pool", "Submit"}:                             {Do: GroupGo, Doc: "Submit submits a task to this pool."},
		{"github.com/panjf2000/ants/v2", "PoolWithFunc", "Invoke"}:                     {Do: GoKept, Doc: "Invoke passes arguments to the pool to start a new task."},
		{"github.com/panjf2000/ants/v2", "PoolWithFuncGeneric", "Invoke"}:              {Do: GoKept, Doc: "Invoke passes the argument to the pool to start a new task."},
		{"github.com/panjf2000/ants/v2", "MultiPool", "Submit"}:                        {Do: GroupGo, Doc: "Submit submits a task to a pool selected by the load-balancing strategy."},
		{"github.com/panjf2000/ants/v2", "MultiPoolWithFunc", "Invoke"}:                {Do: GoKept, Doc: "Invoke submits a task to a pool selected by the load-balancing strategy."},
		{"github.com/panjf2000/ants/v2", "MultiPoolWithFuncGeneric", "Invoke"}:         {Do: GoKept, Doc: "Invoke submits a task to a pool selected by the load-balancing strategy."},
		{"github.com/panjf2000/ants/v2", "MultiPoolWithFuncGeneric", "ReleaseTimeout"}: {Do: GroupWait, Doc: "ReleaseTimeout closes the multi-pool with a timeout, it waits all pools to be closed before timing out."},
		{"github.com/panjf2000/ants/v2", "MultiPoolWithFuncGeneric", "ReleaseContext"}: {Do: GroupWait, Doc: "ReleaseContext closes the multi-pool with a context, it waits all pools to be closed before the context is done."},
		{"github.com/panjf2000/ants/v2", "poolCommon", "Release"}:                      {Do: GroupStop, Doc: "Release closes this pool and releases the worker queue."},
		{"github.com/panjf2000/ants/v2", "poolCommon", "ReleaseTimeout"}:               {Do: GroupWait, Doc: "ReleaseTimeout is like Release but with a timeout, it waits all workers to exit before timing out."},
		{"github.com/panjf2000/ants/v2", "poolCommon", "ReleaseContext"}:               {Do: GroupWait, Doc: "ReleaseContext is like Release but with a context, it waits all workers to exit before the context is done."},
		{"github.com/panjf2000/ants/v2", "poolCommon", "Running"}:                      {Do: GroupPeek, Doc: "Running returns the number of workers currently running."},
		{"github.com/panjf2000/ants/v2", "poolCommon", "Free"}:                         {Do: GroupPeek, Doc: "Free returns the number of available workers, -1 indicates this pool is unlimited."},
		{"github.com/panjf2000/ants/v2", "poolCommon", "Waiting"}:                      {Do: GroupPeek, Doc: "Waiting returns the number of tasks waiting to be executed."},
		{"github.com/panjf2000/ants/v2", "poolCommon", "Cap"}:                          {Do: Nothing, Doc: "Cap returns the capacity of this pool."},
		{"github.com/panjf2000/ants/v2", "poolCommon", "Tune"}:                         {Do: Nothing, Doc: "Tune changes the capacity of this pool."},
		{"github.com/panjf2000/ants/v2", "poolCommon", "IsClosed"}:                     {Do: Nothing, Doc: "IsClosed indicates whether the pool is closed."},
		{"github.com/panjf2000/ants/v2", "MultiPool", "ReleaseTimeout"}:                {Do: GroupWait, Doc: "ReleaseTimeout closes the multi-pool with a timeout, it waits all pools to be closed before timing out."},
		{"github.com/panjf2000/ants/v2", "MultiPool", "ReleaseContext"}:                {Do: GroupWait, Doc: "ReleaseContext closes the multi-pool with a context, it waits all pools to be closed before the context is done."},
		{"github.com/panjf2000/ants/v2", "MultiPoolWithFunc", "ReleaseTimeout"}:        {Do: GroupWait, Doc: "ReleaseTimeout closes the multi-pool with a timeout, it waits all pools to be closed before timing out."},
		{"github.com/panjf2000/ants/v2", "MultiPoolWithFunc", "ReleaseContext"}:        {Do: GroupWait, Doc: "ReleaseContext closes the multi-pool with a context, it waits all pools to be closed before the context is done."},

		{"github.com/gammazero/workerpool", "", "New"}:                        {Do: GroupLimit, Bound: 1, Returns: New, Doc: "New creates and starts a pool of worker goroutines."},
		{"github.com/gammazero/workerpool", "WorkerPool", "Submit"}:           {Do: GroupGo, Doc: "Submit enqueues the given function without blocking."},
		{"github.com/gammazero/workerpool", "WorkerPool", "Do"}:               {Do: GroupGo, Doc: "Do enqueues a function for a worker to execute."},
		{"github.com/gammazero/workerpool", "WorkerPool", "SubmitWait"}:       {Do: GoAll, Doc: "SubmitWait enqueues the given function and waits for it to be executed."},
		{"github.com/gammazero/workerpool", "WorkerPool", "DoWait"}:           {Do: GoAll, Doc: "DoWait enqueues the given function and waits for it to be executed."},
		{"github.com/gammazero/workerpool", "WorkerPool", "StopWait"}:         {Do: GroupWait, Doc: "StopWait stops the worker pool and waits for all queued tasks to complete."},
		{"github.com/gammazero/workerpool", "WorkerPool", "Stop"}:             {Do: GroupWait, Doc: "Stop stops the worker pool and waits for only currently running tasks to complete. Pending tasks that are not currently running are abandoned."},
		{"github.com/gammazero/workerpool", "WorkerPool", "Stopped"}:          {Do: GroupPeek, Doc: "Stopped returns true if this worker pool has been stopped."},
		{"github.com/gammazero/workerpool", "WorkerPool", "Size"}:             {Do: Nothing, Doc: "Size returns the maximum number of concurrent workers."},
		{"github.com/gammazero/workerpool", "WorkerPool", "WaitingQueueSize"}: {Do: GroupPeek, Doc: "WaitingQueueSize returns the count of tasks in the waiting queue."},
	}
}
