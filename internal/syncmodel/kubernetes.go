package syncmodel

// kubernetesRows are those of the packages that Kubernetes and its operators
// are built from.
func kubernetesRows() map[Key]Row {
	const wait = "k8s.io/apimachinery/pkg/util/wait"
	const group, errs = "k8s.io/apimachinery/pkg/util/waitgroup", "k8s.io/apimachinery/pkg/util/errors"
	rows := map[Key]Row{
		{wait, "Group", "Start"}:            {Do: GroupGo, Doc: "Start starts f in a new goroutine in the group."},
		{wait, "Group", "StartWithContext"}: {Do: GroupGo, Arg: 1, Doc: "StartWithContext starts f in a new goroutine in the group."},
		{wait, "Group", "StartWithChannel"}: {Do: GroupGo, Arg: 1, Doc: "StartWithChannel starts f in a new goroutine in the group."},
		{wait, "Group", "Wait"}:             {Do: GroupWait, Doc: "Group allows to start a group of goroutines and wait for their completion."},
		{wait, "", "Forever"}:               {Do: RunUntil, Doc: "Forever calls f every period for ever."},

		{group, "SafeWaitGroup", "Add"}:  {Do: GroupAdd, Doc: "Add adds delta, which may be negative, similar to sync.WaitGroup."},
		{group, "SafeWaitGroup", "Done"}: {Do: GroupDone, Doc: "Done decrements the WaitGroup counter."},
		{group, "SafeWaitGroup", "Wait"}: {Do: GroupWait, Doc: "Wait blocks until the WaitGroup counter is zero."},

		{errs, "", "AggregateGoroutines"}: {Do: GoAll, Doc: "AggregateGoroutines runs the provided functions in parallel, stuffing all non-nil errors into the returned Aggregate."},

		{"k8s.io/client-go/util/workqueue", "", "ParallelizeUntil"}: {Do: ManyGo, Arg: 3, Bound: 2, Doc: "ParallelizeUntil is a framework that allows for parallelizing N independent pieces of work until done or the context is canceled."},

		{"k8s.io/client-go/tools/leaderelection", "", "RunOrDie"}:         {Do: ServeForever, Doc: "RunOrDie starts a client with the provided config or panics if the config fails to validate. RunOrDie blocks until leader election loop is stopped by ctx or it has stopped holding the leader lease."},
		{"k8s.io/client-go/tools/leaderelection", "LeaderElector", "Run"}: {Do: ServeForever, Doc: "Run starts the leader election loop. Run will not return before leader election loop is stopped by ctx or it has stopped holding the leader lease."},
	}
	const until = "Until loops until stop channel is closed, running f every period."
	for name, bound := range map[string]int{"Until": 3, "NonSlidingUntil": 3, "JitterUntil": 5, "BackoffUntil": 4} {
		rows[Key{wait, "", name}] = Row{Do: RunUntil, Bound: bound, Doc: until}
	}
	for _, name := range []string{"UntilWithContext", "NonSlidingUntilWithContext", "JitterUntilWithContext", "BackoffUntilWithContext"} {
		rows[Key{wait, "", name}] = Row{Do: RunUntil, Arg: 1, Bound: 1, Doc: "UntilWithContext loops until context is done, running f every period."}
	}
	const poll = "Poll tries a condition func until it returns true, an error, or the timeout is reached."
	for name, arg := range map[string]int{
		"Poll": 2, "PollImmediate": 2, "PollInfinite": 1, "PollImmediateInfinite": 1, "PollUntil": 1, "PollImmediateUntil": 1,
		"PollWithContext": 3, "PollImmediateWithContext": 3, "PollInfiniteWithContext": 2, "PollImmediateInfiniteWithContext": 2,
		"PollUntilWithContext": 2, "PollImmediateUntilWithContext": 2, "PollUntilContextCancel": 3, "PollUntilContextTimeout": 4,
		"ExponentialBackoff": 1, "ExponentialBackoffWithContext": 2,
	} {
		rows[Key{wait, "", name}] = Row{Do: RunInline, Arg: arg, Doc: poll}
	}
	return rows
}
