package syncmodel

// xsyncRows are those of golang.org/x/sync.
func xsyncRows() map[Key]Row {
	return map[Key]Row{
		{"golang.org/x/sync/errgroup", "", "WithContext"}:   {Do: Nothing, Returns: New, Doc: "WithContext returns a new Group and an associated Context derived from ctx."},
		{"golang.org/x/sync/errgroup", "Group", "Go"}:       {Do: GroupGo, Doc: "Go calls the given function in a new goroutine."},
		{"golang.org/x/sync/errgroup", "Group", "TryGo"}:    {Do: GroupGo, Doc: "TryGo calls the given function in a new goroutine only if the number of active goroutines in the group is currently below the configured limit."},
		{"golang.org/x/sync/errgroup", "Group", "Wait"}:     {Do: GroupWait, Doc: "Wait blocks until all function calls from the Go method have returned."},
		{"golang.org/x/sync/errgroup", "Group", "SetLimit"}: {Do: GroupLimit, Bound: 1, Doc: "SetLimit limits the number of active goroutines in this group to at most n."},

		{"golang.org/x/sync/semaphore", "", "NewWeighted"}:        {Do: Nothing, Returns: New, Bound: 1, Doc: "NewWeighted creates a new weighted semaphore with the given maximum combined weight for concurrent access."},
		{"golang.org/x/sync/semaphore", "Weighted", "Acquire"}:    {Do: SemAcquire, Arg: 1, Doc: "Acquire acquires the semaphore with a non-negative weight of n, blocking until resources are available or ctx is done."},
		{"golang.org/x/sync/semaphore", "Weighted", "TryAcquire"}: {Do: SemAcquire, Arg: 0, Doc: "TryAcquire acquires the semaphore with a non-negative weight of n without blocking. On success, returns true."},
		{"golang.org/x/sync/semaphore", "Weighted", "Release"}:    {Do: SemRelease, Arg: 0, Doc: "Release releases the semaphore with a non-negative weight of n."},

		{"golang.org/x/sync/singleflight", "Group", "Do"}:     {Do: RunInline, Arg: 1, Doc: "Do executes and returns the results of the given function, making sure that only one execution is in-flight for a given key at a time."},
		{"golang.org/x/sync/singleflight", "Group", "DoChan"}: {Do: Go, Arg: 1, Returns: TaskChan, Doc: "DoChan is like Do but returns a channel that will receive the results when they are ready."},
		{"golang.org/x/sync/singleflight", "Group", "Forget"}: {Do: Nothing, Doc: "Forget tells the singleflight to forget about a key."},
	}
}
