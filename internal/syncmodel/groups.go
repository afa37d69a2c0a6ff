package syncmodel

// groupRows are groups in the manner of sync.WaitGroup and errgroup.
func groupRows() map[Key]Row {
	return map[Key]Row{
		{"github.com/hashicorp/go-multierror", "Group", "Go"}:   {Do: GroupGo, Doc: "Go calls the given function in a new goroutine."},
		{"github.com/hashicorp/go-multierror", "Group", "Wait"}: {Do: GroupWait, Doc: "Wait blocks until all function calls from the Go method have returned, then returns the multierror."},

		{"github.com/neilotoole/errgroup", "", "WithContext"}:  {Do: Nothing, Returns: New, Doc: "WithContext returns a new Group and an associated Context derived from ctx."},
		{"github.com/neilotoole/errgroup", "", "WithContextN"}: {Do: GroupLimit, Bound: 2, Returns: New, Doc: "WithContextN returns a new Group and an associated Context derived from ctx, with numG goroutines to work on the queue."},
		{"github.com/neilotoole/errgroup", "Group", "Go"}:      {Do: GroupGo, Doc: "Go adds the given function to a queue of functions that are called by one of the worker goroutines."},
		{"github.com/neilotoole/errgroup", "Group", "Wait"}:    {Do: GroupWait, Doc: "Wait blocks until all function calls from the Go method have returned."},

		{"github.com/go-pkgz/syncs", "", "NewSizedGroup"}:     {Do: GroupLimit, Bound: 1, Returns: New, Doc: "NewSizedGroup makes wait group with limited size alive goroutines."},
		{"github.com/go-pkgz/syncs", "", "NewErrSizedGroup"}:  {Do: GroupLimit, Bound: 1, Returns: New, Doc: "NewErrSizedGroup makes wait group with limited size alive goroutines."},
		{"github.com/go-pkgz/syncs", "SizedGroup", "Go"}:      {Do: GroupGo, Doc: "Go calls the given function in a new goroutine."},
		{"github.com/go-pkgz/syncs", "SizedGroup", "Wait"}:    {Do: GroupWait, Doc: "Wait blocks until the SizedGroup counter is zero."},
		{"github.com/go-pkgz/syncs", "ErrSizedGroup", "Go"}:   {Do: GroupGo, Doc: "Go calls the given function in a new goroutine."},
		{"github.com/go-pkgz/syncs", "ErrSizedGroup", "Wait"}: {Do: GroupWait, Doc: "Wait blocks until all function calls from the Go method have returned."},

		{"github.com/remeh/sizedwaitgroup", "SizedWaitGroup", "Add"}:            {Do: GroupAdd, Arg: NoArg, Doc: "Add increments the internal WaitGroup counter. It can be blocking if the limit of spawned goroutines has been reached."},
		{"github.com/remeh/sizedwaitgroup", "SizedWaitGroup", "AddWithContext"}: {Do: GroupAdd, Arg: NoArg, Doc: "AddWithContext increments the internal WaitGroup counter."},
		{"github.com/remeh/sizedwaitgroup", "SizedWaitGroup", "Done"}:           {Do: GroupDone, Doc: "Done decrements the SizedWaitGroup counter."},
		{"github.com/remeh/sizedwaitgroup", "SizedWaitGroup", "Wait"}:           {Do: GroupWait, Doc: "Wait blocks until the SizedWaitGroup counter is zero."},
	}
}
